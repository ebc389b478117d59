using RealtimeEmotion.Audio.Decoders;
using RealtimeEmotion.Trainer.Evaluation;

namespace RealtimeEmotion.Trainer.Tests.Evaluation;

public sealed class AudioVariationTests
{
    private const int Rate = 22050;

    [Theory]
    [InlineData("-12 dB", -12)]
    [InlineData("-6 dB", -6)]
    [InlineData("by 44.1 kHz and back", 0)]
    [InlineData("by 48 kHz and back", 0)]
    [InlineData("by 96 kHz and back", 0)]
    [InlineData("low-pass 11 kHz", 0)]
    [InlineData("low-pass 8 kHz", 0)]
    [InlineData("low-pass 4 kHz", 0)]
    [InlineData("MP3 at 64 kbit/s", 0)]
    public void The_level_of_a_low_tone_is_what_the_name_says(string name, double decibels)
    {
        Assert.Equal(decibels, 20 * Math.Log10(Rms(Vary(name, Tone(1000, 0.3))) / Rms(Tone(1000, 0.3))), 0.6);
    }

    [Theory]
    [InlineData("low-pass 8 kHz", 10000)]
    [InlineData("low-pass 4 kHz", 6000)]
    public void A_low_pass_takes_what_is_above(string name, double frequency)
    {
        Assert.True(Rms(Vary(name, Tone(frequency, 0.3))) < 0.003);
    }

    [Fact]
    public void Noise_is_at_its_level_clipping_at_full_scale_and_later_is_later()
    {
        Assert.Equal(-60, 20 * Math.Log10(Rms(Vary("noise at -60 dBFS", new float[Rate]))), 0.2);
        float[] clipped = Vary("+6 dB, clipped", Tone(1000, 0.9));
        Assert.Equal(1, clipped.Max());
        Assert.Equal(-1, clipped.Min());
        float[] tone = Tone(1000, 0.3);
        Assert.Equal(tone[(Rate / 2)..], Vary("half a second later", tone));
    }

    private static float[] Vary(string name, float[] samples)
    {
        Assert.SkipUnless(Ffmpeg.IsPresent || !name.StartsWith("MP3", StringComparison.Ordinal), "ffmpeg is not installed.");
        return AudioVariation.All.Single(v => v.Name == name).Apply(samples, Rate);
    }

    private static float[] Tone(double frequency, double peak)
        => [.. Enumerable.Range(0, Rate).Select(i => (float)(peak * Math.Sin(2 * Math.PI * frequency * i / Rate)))];

    // Without the ends, where filters ring.
    private static double Rms(float[] samples) => Math.Sqrt(samples[4000..^4000].Average(x => x * (double)x));
}
