using RealtimeEmotion.Trainer.Tests;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class TrainTests(Workshop workshop) : IClassFixture<Workshop>
{
    [Fact]
    public void A_model_is_trained_judged_and_can_be_used()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64, "the tensor library is there for Linux on x64");
        Directory.CreateDirectory(workshop["set"]);
        SyntheticEmotify.Write(workshop["set"], 2, 12);
        RunResult result = Emotion.Shell($"XDG_CACHE_HOME='{workshop["cache"]}' \"$EMOTION\" train set -o made.onnx --folds 2 --epochs 1", workshop.Folder);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("fold 2 of 2", result.Error);
        Assert.DoesNotContain('\u001b', result.Error + result.Output);
        Assert.Contains("always the biggest class", result.Output);
        Assert.Contains("What listeners said (rows) and what the model says", result.Output);
        Assert.Contains("tensor library and ONNX Runtime agree to", result.Output);
        RunResult heard = Emotion.Run("analyze", workshop.Song, "--model", workshop["made.onnx"], "--format", "csv");
        Assert.Equal(0, heard.ExitCode);
        Assert.Contains("made", Emotion.Run("model", "info", workshop["made.onnx"]).Output);

        // A network that hears less at once; a track is as long as SyntheticEmotify makes it.
        RunResult agile = Emotion.Shell($"XDG_CACHE_HOME='{workshop["cache"]}' \"$EMOTION\" train set -o agile.onnx --folds 0 --epochs 1 --window 4.5", workshop.Folder);
        Assert.True(agile.ExitCode == 0, agile.Error);
        Assert.Contains("4.5 s", File.ReadAllText(workshop["agile.md"]));
        Assert.Equal(0, Emotion.Run("analyze", workshop.Song, "--model", workshop["agile.onnx"], "--format", "csv").ExitCode);
        Assert.Contains("--window must be 3 to 60, not 1.", Emotion.Run("train", workshop["set"], "-o", workshop["none.onnx"], "--window", "1").Error);
    }

    [Theory]
    [InlineData("0", "--students must be 1 to 8, not 0.")]
    [InlineData("4", "--students: has no use without a teacher to learn from. Give '--teacher' as well.")]
    public void Students_are_of_a_teacher(string students, string error)
    {
        RunResult result = Emotion.Run("train", workshop["nothing"], "-o", workshop["none.onnx"], "--students", students);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(error, result.Error);
    }

    [Fact]
    public void A_folder_that_is_no_data_set_is_refused()
    {
        Directory.CreateDirectory(workshop["nothing"]);
        RunResult result = Emotion.Run("train", workshop["nothing"], "-o", workshop["none.onnx"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("has no data.csv", result.Error);
        Assert.Single(result.ErrorLines);
        Assert.False(File.Exists(workshop["none.onnx"]));
    }
}
