using RealtimeEmotion.Engine.Tests.Models;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class ModelTests(Workshop workshop) : IClassFixture<Workshop>
{
    [Fact]
    public void Info_shows_shape_metadata_and_the_card_beside_the_file()
    {
        File.WriteAllText(workshop["tiny.md"], "# tiny\nIt guesses.\n");
        RunResult result = Emotion.Run("model", "info", workshop.Model);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("mel [batch, 1, 24, 125] float32", result.Output);
        Assert.All(TinyModel.Metadata.ToDictionary().Keys, key => Assert.Contains(key, result.Output));
        Assert.Contains("It guesses.", result.Output);
    }

    [Fact]
    public void The_built_in_model_is_listed_and_has_a_card()
    {
        RunResult list = Emotion.Run("model", "list");
        Assert.Equal(0, list.ExitCode);
        Assert.Contains("emotify", list.Output);
        RunResult info = Emotion.Run("model", "info", "emotify");
        Assert.Equal(0, info.ExitCode);
        Assert.Contains("# emotify", info.Output);
        Assert.Contains("rte.licence", info.Output);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        RunResult result = Emotion.Run("model", "info", workshop.Song);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("not a readable ONNX model", result.Error);
        Assert.Single(result.ErrorLines);
    }

    [Fact]
    public void A_missing_field_is_named()
    {
        var metadata = TinyModel.Metadata.ToDictionary().Where(p => p.Key != "rte.labels").ToDictionary();
        string path = workshop.Write("unlabelled.onnx", TinyModel.Bytes(metadata));
        RunResult result = Emotion.Run("analyze", workshop.Song, "--model", path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("model metadata lacks 'rte.labels'", result.Error);
    }
}
