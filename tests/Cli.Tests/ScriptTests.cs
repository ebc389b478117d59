using System.Diagnostics;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

/// <summary>The script at the root: it builds where needed, then is the program.</summary>
public sealed class ScriptTests(Workshop workshop) : IClassFixture<Workshop>
{
    private static string Script => Path.Combine(Emotion.Root, "emotion");

    [Fact]
    public void Passes_arguments_streams_and_exit_codes_through()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a Unix script");
        using Process version = Emotion.Start(Script, workshop.Folder, ["--version"]);
        Assert.Equal(Emotion.Run("--version").Output, Emotion.Finish(version, null).Output);

        File.CreateSymbolicLink(workshop["linked"], Script);
        using Process linked = Emotion.Start(workshop["linked"], workshop.Folder, ["analyze", "-", "--model", "tiny.onnx", "--format", "csv"]);
        RunResult heard = Emotion.Finish(linked, File.ReadAllBytes(workshop.Song));
        Assert.Equal(0, heard.ExitCode);
        Assert.Contains("\n-,44100,2,6,tiny,", heard.Output);

        using Process wrong = Emotion.Start(Script, workshop.Folder, ["nonsense"]);
        Assert.Equal(2, Emotion.Finish(wrong, null).ExitCode);
    }

    [Fact]
    public void Scripts_are_well_formed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs bash");
        foreach (string script in (string[])["emotion", "test", ".ci/run", "src/Cli/build.sh"])
        {
            RunResult result = Emotion.Shell($"bash -n '{Path.Combine(Emotion.Root, script)}'");
            Assert.Equal(0, result.ExitCode);
            Assert.Empty(result.Error);
        }
    }
}
