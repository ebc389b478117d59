using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

/// <summary>Terminals, pipes and signals.</summary>
public sealed partial class TerminalTests(Workshop workshop) : IClassFixture<Workshop>
{
    private const char Escape = '\u001b';

    private static bool IsUnix => !OperatingSystem.IsWindows();

    private static bool HasTerminal => IsUnix && Emotion.Shell("script -qec true /dev/null < /dev/null").ExitCode == 0;

    [Theory]
    [InlineData("analyze song.wav --model tiny.onnx")]
    [InlineData("model info tiny.onnx")]
    [InlineData("model list")]
    [InlineData("--help")]
    public void Nothing_but_text_goes_into_a_file(string arguments)
    {
        RunResult result = Emotion.RunIn(workshop.Folder, null, arguments.Split(' '));
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(Escape, result.Output);
        Assert.DoesNotContain(Escape, result.Error);
    }

    [Fact]
    public void A_terminal_sees_colours_unless_somebody_says_no()
    {
        Assert.SkipUnless(HasTerminal, "needs script, of util-linux, and a pseudo-terminal");
        Assert.Matches(@"\u001b\[[0-9;]*m", OnTerminal("analyze song.wav --model tiny.onnx", "TERM=xterm-256color"));
        Assert.DoesNotMatch(@"\u001b\[(3|4|9)[0-9;]*m", OnTerminal("analyze song.wav --model tiny.onnx --no-color", "TERM=xterm-256color"));
        Assert.DoesNotMatch(@"\u001b\[(3|4|9)[0-9;]*m", OnTerminal("analyze song.wav --model tiny.onnx", "TERM=xterm-256color NO_COLOR=1"));
    }

    [Fact]
    public void A_terminal_sees_the_demo_live_and_quiet_sees_nothing()
    {
        Assert.SkipUnless(HasTerminal, "needs script, of util-linux, and a pseudo-terminal");
        string live = OnTerminal("demo -o live", "TERM=xterm-256color");
        Assert.Contains("of 40 s", live);
        Assert.Matches("joy [▏▎▍▌▋▊▉█ ]+ +[0-9]+ %", live);
        Assert.DoesNotContain("of 40 s", OnTerminal("demo -o live --quiet", "TERM=xterm-256color"));
    }

    [Theory]
    [InlineData("features song.wav --hop 16")]
    [InlineData("fade song.wav - --fade-in 1s")]
    [InlineData("analyze song.wav song.wav --model tiny.onnx --hop 0.02 --format json")]
    public void A_reader_that_leaves_ends_it_quietly(string arguments)
    {
        Assert.SkipUnless(IsUnix, "needs pipes");
        RunResult result = Emotion.Shell($"\"$EMOTION\" {arguments} | head -c 1 > /dev/null; echo ${{PIPESTATUS[0]}}", workshop.Folder);
        Assert.Equal("0\n", result.Output);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public void A_signal_in_mid_write_leaves_nothing_half_written(int signal, int exitCode)
    {
        Assert.SkipUnless(IsUnix, "needs signals");
        string target = workshop.Write("target.wav", "what was here before"u8.ToArray());
        int before = Directory.GetFileSystemEntries(workshop.Folder).Length;

        // The program waits for more of its input, half of the output written, when the signal comes.
        using Process process = Emotion.Start(Emotion.Executable, workshop.Folder, ["fade", "-", "target.wav", "--fade-in", "1s"]);
        byte[] song = Wav.Pcm16(44100, 2, Wav.Music(44100, 20, 2));
        process.StandardInput.BaseStream.Write(song.AsSpan(0, song.Length / 2));
        process.StandardInput.BaseStream.Flush();
        Assert.Equal(0, Kill(process.Id, signal));
        Thread.Sleep(300);
        RunResult result = Emotion.Finish(process, song[(song.Length / 2)..]);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Empty(result.Error);
        Assert.Equal("what was here before", File.ReadAllText(target));
        Assert.Equal(before, Directory.GetFileSystemEntries(workshop.Folder).Length);
    }

    [Fact]
    public void Ctrl_C_ends_a_live_demo_at_once()
    {
        Assert.SkipUnless(IsUnix, "needs signals");
        using Process process = Emotion.Start(Emotion.Executable, workshop.Folder, ["demo", "--real-time", "-o", "interrupted"]);
        for (string? line = ""; line?.StartsWith("Listening", StringComparison.Ordinal) == false;)
        {
            line = process.StandardError.ReadLine();
        }

        var clock = Stopwatch.StartNew();
        Assert.Equal(0, Kill(process.Id, 2));
        RunResult result = Emotion.Finish(process, null);
        Assert.Equal(130, result.ExitCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "it went on to the end");
        Assert.Equal(["track.wav"], Directory.GetFiles(workshop["interrupted"]).Select(Path.GetFileName));
    }

    [Fact]
    public void Two_results_in_one_file_stand_behind_each_other()
    {
        Assert.SkipUnless(IsUnix, "needs a shell");
        RunResult result = Emotion.Shell("(\"$EMOTION\" --version; \"$EMOTION\" completion fish) > both.txt; head -n 1 both.txt; tail -n 1 both.txt", workshop.Folder);
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^\d+\.\d+\.\d+$", lines[0]);
        Assert.StartsWith("complete -c emotion", lines[1]);
    }

    private string OnTerminal(string arguments, string environment)
    {
        RunResult result = Emotion.Shell($"{environment} script -qec '\"$EMOTION\" {arguments}' /dev/null < /dev/null", workshop.Folder);
        Assert.Equal(0, result.ExitCode);
        return result.Output;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
