using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class DemoTests(Workshop workshop) : IClassFixture<Workshop>
{
    [Fact]
    public void Hears_fades_and_draws_its_own_track()
    {
        string folder = workshop["heard"];
        RunResult result = Emotion.RunIn(workshop.Folder, null, "demo", "-o", folder);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Synthesising", result.Error);
        Assert.DoesNotContain('\u001b', result.Error + result.Output);
        foreach (string emotion in (string[])["joy", "sadness", "neutral", "anger"])
        {
            Assert.Contains(emotion, result.Output);
        }

        Assert.Matches("Heard as meant: [0-4] of 4", result.Output);
        Assert.Contains("Timeline: 0:00 ", result.Output);
        Assert.Equal(["emotion.png", "faded.wav", "track.wav"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(folder), file => Assert.Contains(file, result.Output));
        byte[] track = File.ReadAllBytes(Path.Combine(folder, "track.wav")), faded = File.ReadAllBytes(Path.Combine(folder, "faded.wav"));
        Assert.Equal(44 + (40 * 44100 * 2 * 2), track.Length);
        Assert.Equal(track.Length, faded.Length);
        int inside = 44 + (20 * 44100 * 4);
        Assert.Equal(track[inside..(inside + 100_000)], faded[inside..(inside + 100_000)]);
        Assert.All(faded[^4..], b => Assert.Equal(0, b));
    }

    [Fact]
    public void Says_where_it_cannot_write()
    {
        RunResult result = Emotion.Run("demo", "-o", Path.Combine(workshop.Song, "inside"));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("cannot be written", result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }
}
