using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public class HelpTests
{
    public static TheoryData<string> Commands => ["demo", "analyze", "features", "fade", "plot", "serve", "train", "evaluate", "compare", "model", "model info", "model list", "plugin", "plugin install", "plugin check", "completion"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_explains_itself_with_examples(string command)
    {
        RunResult result = Emotion.Run([.. command.Split(' '), "--help"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"emotion {command}", result.Output);
        Assert.Contains("Usage:", result.Output);
        Assert.Contains("Examples:", result.Output);
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void The_program_lists_its_commands()
    {
        RunResult result = Emotion.Run("--help");
        Assert.Equal(0, result.ExitCode);
        Assert.All(Commands, command => Assert.Contains(command.Data.Split(' ')[0], result.Output));
        Assert.All((string[])["--quiet", "--no-color", "--version"], option => Assert.Contains(option, result.Output));
    }

    [Fact]
    public void The_version_is_one_line()
    {
        RunResult result = Emotion.Run("--version");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", result.Output);
    }

    [Fact]
    public void Without_a_command_it_shows_how_it_is_used()
    {
        RunResult result = Emotion.Run();
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("analyze", result.Error);
    }

    [Theory]
    [InlineData("anlyze x", "there is no command 'anlyze'. Did you mean 'analyze'?")]
    [InlineData("nonsense", "there is no command 'nonsense'.")]
    [InlineData("analyze", "'PATH'")]
    [InlineData("analyze x --format yaml", "'yaml'")]
    [InlineData("analyze x --jobs 0", "--jobs must be 1 or more, not 0.")]
    [InlineData("analyze x --jobs many", "'many' is no whole number")]
    [InlineData("analyze x --hop soon", "'soon' is no number")]
    [InlineData("analyze x --hop 0", "hop: 0 is out of range. It must be 0.02 to 60 seconds.")]
    [InlineData("features x --fft 1000 --rate 16000 --raw f32", "x: does not exist")]
    [InlineData("features x --raw f32", "--raw: bare samples do not tell their rate. Give it with --rate.")]
    [InlineData("features x --raw f64", "'f64'")]
    [InlineData("fade in.wav", "'OUT'")]
    [InlineData("fade in.wav out.wav --fade-in soon", "soon")]
    [InlineData("fade in.wav out.wav --fade-in 5s --curve wobble", "wobble")]
    [InlineData("plot x", "'--output' is required")]
    [InlineData("plot x -o x.gif", "x.gif: the name does not say what kind of picture it is. End it with .png or .svg.")]
    [InlineData("plot x -o x.png --width 10", "--width must be 240 to 8000, not 10.")]
    [InlineData("model info nothing", "model 'nothing': there is no such model.")]
    [InlineData("completion tcsh", "'tcsh'")]
    [InlineData("train x -o m.onnx --teacher ", "--teacher is empty. Give it a value, or leave it away.")]
    [InlineData("train  -o m.onnx", "<DATASET> is empty.")]
    [InlineData("serve --data ", "--data is empty.")]
    [InlineData("demo -o ", "--output is empty.")]
    [InlineData("plugin install --to=", "--to")]
    [InlineData("fade  out.wav --fade-in 1s", "<IN> is empty.")]
    public void Wrong_use_is_told_in_a_line(string arguments, string message)
    {
        RunResult result = Emotion.Run(arguments.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.Empty(result.Output);
        Assert.InRange(result.ErrorLines.Length, 1, 2);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.DoesNotContain("System.", result.Error);
    }
}
