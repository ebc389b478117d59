using System.Text.Json;
using RealtimeEmotion.Engine.Tests.Models;
using RealtimeEmotion.Trainer.Tests;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class EvaluateTests(Workshop workshop) : IClassFixture<Workshop>
{
    [Fact]
    public void The_shipped_model_is_judged_beside_what_is_cheap()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64, "the tensor library is there for Linux on x64");
        SyntheticEmotify.Write(Directory.CreateDirectory(workshop["set"]).FullName, 2, 32);
        RunResult text = Evaluate("--folds 2 --seeds 2");
        Assert.True(text.ExitCode == 0, text.Error);
        foreach (string expected in (string[])["the biggest class", "the genre alone", "linear on log-mel statistics", "By genre", "classical", "20 s", "whole clip", "two halves agree in", "2 of them, dealt 2 times"])
        {
            Assert.Contains(expected, text.Output);
        }

        RunResult json = Evaluate("--folds 2 --seeds 1 --json -q");
        Assert.True(json.ExitCode == 0, json.Error);
        using JsonDocument report = JsonDocument.Parse(json.Output);
        Assert.Equal(8, report.RootElement.GetProperty("whole").GetProperty("tracks").GetInt32());
    }

    [Fact]
    public void Two_models_of_one_name_are_told_apart_by_what_was_typed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64, "the tensor library is there for Linux on x64");
        SyntheticEmotify.Write(Directory.CreateDirectory(workshop["pair"]).FullName, 2, 12);
        workshop.Write("earlier.onnx", TinyModel.Bytes(TinyModel.Metadata));
        RunResult result = Emotion.Shell($"XDG_CACHE_HOME='{workshop["cache"]}' \"$EMOTION\" compare tiny.onnx earlier.onnx pair", workshop.Folder);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("tiny.onnx less earlier.onnx, 8 tracks", result.Output);
        Assert.Contains("They give the same label to 100.0 % of the tracks.", result.Output);
    }

    [Fact]
    public void More_folds_than_tracks_are_refused()
    {
        SyntheticEmotify.Write(Directory.CreateDirectory(workshop["few"]).FullName, 1, 12);
        RunResult result = Emotion.Shell($"XDG_CACHE_HOME='{workshop["cache"]}' \"$EMOTION\" evaluate emotify few --folds 9", workshop.Folder);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--folds: is 9", result.Error);
    }

    private RunResult Evaluate(string options) => Emotion.Shell($"XDG_CACHE_HOME='{workshop["cache"]}' \"$EMOTION\" evaluate emotify set {options}", workshop.Folder);
}
