using System.Text.Json;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine.Resampling;
using RealtimeEmotion.Trainer.Tests;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class DatasetTests(Workshop workshop) : IClassFixture<Workshop>
{
    [Fact]
    public void Statistics_are_a_table_JSON_and_a_picture()
    {
        string set = Made("stats");
        RunResult table = Emotion.Run("dataset", "stats", set, "-o", workshop["stats.png"]);
        Assert.Equal(0, table.ExitCode);
        Assert.Contains("Emotify: 12 tracks", table.Output);
        Assert.Contains("Tracks by genre and class", table.Output);
        Assert.Contains("Before merging", table.Output);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(workshop["stats.png"])[..4]);
        using JsonDocument json = JsonDocument.Parse(Emotion.Run("dataset", "stats", set, "--format", "json").Output);
        Assert.Equal(12, json.RootElement.GetProperty("tracks").GetInt32());
        Assert.Equal("joy", json.RootElement.GetProperty("classes")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Faults_are_listed_and_end_in_exit_code_1()
    {
        string set = Made("check");
        RunResult low = Emotion.Run("dataset", "check", set, "--shortest", "1");
        Assert.Equal(1, low.ExitCode);
        Assert.Contains("1: is of 8000 Hz: it cannot hold sound above 4 kHz, and the model listens up to 10 kHz", low.Output);
        foreach (string track in Directory.GetFiles(Path.Combine(set, "emotifymusic"), "*", SearchOption.AllDirectories))
            WavWriter.WriteAll(track, WholeSignal.Resample(AudioReading.ReadMono(track, out int rate), rate, 22050), 22050);
        Assert.Equal(0, Emotion.Run("dataset", "check", set, "--shortest", "1").ExitCode);
        File.WriteAllText(SyntheticEmotify.AudioOf(set, 1), "this is text");
        RunResult result = Emotion.Run("dataset", "check", set, "--shortest", "1");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("1: is text and not sound", result.Output);
        Assert.Contains("1 of 12 tracks have faults", result.Error);
    }

    [Fact]
    public void A_split_is_a_table_that_can_be_read_again()
    {
        string set = Made("split");
        RunResult result = Emotion.Run("dataset", "split", set, "-o", workshop["split.csv"], "--test-size", "0.3");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("8 tracks to train on, 4 held out", result.Error);
        string[] lines = File.ReadAllLines(workshop["split.csv"]);
        Assert.Equal(13, lines.Length);
        Assert.Equal(4, lines.Count(line => line.EndsWith(",test", StringComparison.Ordinal)));
        Assert.Equal(0, Emotion.Run("dataset", "stats", workshop["split.csv"]).ExitCode);
        Assert.Contains("does not say any track's artist", Emotion.Run("dataset", "split", set, "--by", "artist").Error);
        Assert.Equal(2, Emotion.Run("dataset", "split", set, "--test-size", "1").ExitCode);
    }

    [Fact]
    public void What_is_no_data_set_is_refused_in_one_line()
    {
        foreach (string command in (string[])["stats", "check", "split"])
        {
            RunResult result = Emotion.Run("dataset", command, workshop["nothing"]);
            Assert.Equal(2, result.ExitCode);
            Assert.Contains("there is no such folder or table", Assert.Single(result.ErrorLines));
        }

        RunResult render = Emotion.Run("dataset", "render", workshop.Folder, "-o", workshop["sound"]);
        Assert.Equal(2, render.ExitCode);
        Assert.Contains("has no split.csv and midis/", Assert.Single(render.ErrorLines));
        Assert.False(Directory.Exists(workshop["sound"]));
    }

    private string Made(string name)
    {
        Directory.CreateDirectory(workshop[name]);
        SyntheticEmotify.Write(workshop[name], 3, 2);
        return workshop[name];
    }
}
