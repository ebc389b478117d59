using Xunit;

namespace RealtimeEmotion.Cli.Tests;

/// <summary>The command; what fades do to samples is tested where it is done.</summary>
public sealed class FadeTests(Workshop workshop) : IClassFixture<Workshop>
{
    private const int HeaderBytes = 44;

    [Theory]
    [InlineData("--fade-in", "10ms")]
    [InlineData("--fade-in", "0.01")]
    [InlineData("--fade-in", "0.01s")]
    [InlineData("--fade-in", "441smp")]
    public void A_straight_fade_in_is_straight_in_every_unit(params string[] arguments)
    {
        string input = workshop.Write("level.wav", Wav.Pcm16(44100, 1, [.. Enumerable.Repeat(0.5f, 2000)]));
        string output = workshop[$"faded-{arguments[1]}.wav"];
        RunResult result = Emotion.Run(["fade", input, output, .. arguments]);
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Empty(result.Error);
        short[] samples = Samples(File.ReadAllBytes(output)), before = Samples(File.ReadAllBytes(input));
        for (int k = 0; k < samples.Length; k++)
        {
            Assert.InRange(samples[k], (before[k] * Math.Min(1, k / 441.0)) - 1, (before[k] * Math.Min(1, k / 441.0)) + 1);
        }
    }

    [Fact]
    public void Curves_and_places_are_heard()
    {
        string input = workshop.Write("places.wav", Wav.Pcm16(8000, 1, [.. Enumerable.Repeat(0.5f, 8000)]));
        string output = workshop["placed.wav"];
        RunResult result = Emotion.Run("fade", input, output, "--fade-in", "100ms", "--fade-out", "0.2s", "--curve", "qsin", "--curve-out", "qua", "--start", "0.1", "--end", "7200smp");
        Assert.Equal(0, result.ExitCode);
        short[] samples = Samples(File.ReadAllBytes(output));
        Assert.All(samples[..800], s => Assert.Equal(0, s));
        Assert.All(samples[7200..], s => Assert.Equal(0, s));
        Assert.All(samples[1600..5600], s => Assert.Equal(16384, s, tolerance: 1));
        Assert.InRange(samples[1200], (16384 * Math.Sin(Math.PI / 4)) - 2, (16384 * Math.Sin(Math.PI / 4)) + 2);
        Assert.InRange(samples[6400], (16384 * 0.25) - 2, (16384 * 0.25) + 2);
    }

    [Fact]
    public void The_output_may_be_the_input()
    {
        string path = workshop.Write("same.wav", Wav.Pcm16(44100, 2, Wav.Music(44100, 1, 2)));
        byte[] before = File.ReadAllBytes(path);
        RunResult result = Emotion.Run("fade", path, path, "--fade-out", "100ms");
        Assert.Equal(0, result.ExitCode);
        byte[] after = File.ReadAllBytes(path);
        Assert.Equal(before.Length, after.Length);
        Assert.Equal(before[..100_000], after[..100_000]);
        Assert.NotEqual(before[^8000..], after[^8000..]);
    }

    [Fact]
    public void Pipes_carry_the_same_bytes_as_files()
    {
        string output = workshop["piped.wav"];
        string[] fades = ["--fade-in", "1s", "--fade-out", "1s"];
        Assert.Equal(0, Emotion.Run(["fade", workshop.Song, output, .. fades]).ExitCode);
        RunResult piped = Emotion.RunIn(null, File.ReadAllBytes(workshop.Song), ["fade", "-", "-", .. fades]);
        Assert.Equal(0, piped.ExitCode);
        Assert.Equal(File.ReadAllBytes(output), piped.OutputBytes);
    }

    [Fact]
    public void Nothing_asked_for_is_wrong_use()
    {
        RunResult result = Emotion.Run("fade", workshop.Song, workshop["none.wav"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no fade was asked for", result.Error);
        Assert.False(File.Exists(workshop["none.wav"]));
    }

    private static short[] Samples(byte[] wav)
    {
        var samples = new short[(wav.Length - HeaderBytes) / 2];
        Buffer.BlockCopy(wav, HeaderBytes, samples, 0, samples.Length * 2);
        return samples;
    }
}
