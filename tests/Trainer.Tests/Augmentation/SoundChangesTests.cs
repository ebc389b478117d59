using System.Globalization;
using RealtimeEmotion.Trainer.Augmentation;

namespace RealtimeEmotion.Trainer.Tests.Augmentation;

/// <summary>Each change does what it says, measured on signals of which one knows what it must come to.</summary>
public sealed class SoundChangesTests
{
    private const int Rate = 22050;
    private const double Hertz = 880;

    public static TheoryData<SoundChange, int> All => [.. Enum.GetValues<SoundChange>().SelectMany(change => Enumerable.Range(0, 4).Select(seed => new TheoryDataRow<SoundChange, int>(change, seed)))];

    [Theory]
    [MemberData(nameof(All))]
    public void What_comes_out_is_sound_within_full_scale_and_the_same_for_the_same_seed(SoundChange change, int seed)
    {
        Assert.SkipUnless(change != SoundChange.Mp3 || Audio.Decoders.Ffmpeg.IsPresent, "needs ffmpeg, which encodes MP3");
        float[] source = Music(seed);
        float[] kept = [.. source];
        float[] changed = SoundChanges.Apply(change, source, Rate, new Random(seed), out string said);
        Assert.Equal(kept, source);
        Assert.NotEmpty(said);
        Assert.NotEqual(source, changed);
        Assert.All(changed, x => Assert.True(float.IsFinite(x) && Math.Abs(x) <= 1));
        Assert.True(Rms(changed) > 0.05 * Rms(source));
        if (change != SoundChange.Stretch)
        {
            Assert.Equal(source.Length, changed.Length);
        }

        Assert.Equal(changed, SoundChanges.Apply(change, source, Rate, new Random(seed), out string again));
        Assert.Equal(said, again);
        Assert.NotEqual(said, Said(change, source, seed + 100));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_stretch_keeps_the_pitch_and_the_level(int seed)
    {
        float[] source = Tone(3);
        float[] changed = SoundChanges.Apply(SoundChange.Stretch, source, Rate, new Random(seed), out string said);
        double factor = Number(said);
        Assert.Equal(factor, changed.Length / (double)source.Length, 2e-3);
        Assert.NotInRange(factor, 0.97, 1.03);
        Assert.Equal(Hertz, Pitch(changed), 2.0);
        Assert.Equal(0, 20 * Math.Log10(Rms(changed) / Rms(source)), 0.2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_shift_of_the_pitch_moves_the_tone_by_its_semitones_and_keeps_the_length(int seed)
    {
        float[] source = Tone(3);
        float[] changed = SoundChanges.Apply(SoundChange.Pitch, source, Rate, new Random(seed), out string said);
        double ratio = Math.Pow(2, Number(said) / 12);
        Assert.Equal(1, Pitch(changed) / (Hertz * ratio), 4e-3);
        Assert.Equal(source.Length, changed.Length);
    }

    [Fact]
    public void Gain_is_what_it_says_and_stays_below_full_scale()
    {
        float[] source = Tone(1);
        for (int seed = 0; seed < 20; seed++)
        {
            float[] changed = SoundChanges.Apply(SoundChange.Gain, source, Rate, new Random(seed), out string said);
            Assert.Equal(Number(said), 20 * Math.Log10(Rms(changed) / Rms(source)), 0.06);
            Assert.True(changed.Max() <= 1);
        }
    }

    [Fact]
    public void Noise_has_the_level_it_says()
    {
        float[] silence = new float[Rate];
        float[] changed = SoundChanges.Apply(SoundChange.Noise, silence, Rate, new Random(5), out string said);
        Assert.Equal(Number(said), 20 * Math.Log10(Rms(changed)), 0.2);
    }

    [Fact]
    public void A_low_pass_takes_what_is_above_its_edge_and_leaves_what_is_below()
    {
        float[] high = [.. Enumerable.Range(0, Rate).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * 10500 * i / Rate)))];
        float[] low = Tone(1);
        Assert.True(Rms(SoundChanges.Apply(SoundChange.LowPass, high, Rate, new Random(3), out string said)) < 0.05 * Rms(high), said);
        Assert.Equal(1, Rms(SoundChanges.Apply(SoundChange.LowPass, low, Rate, new Random(3), out _)) / Rms(low), 0.02);
    }

    [Fact]
    public void A_shift_in_time_turns_the_track_round_without_a_click()
    {
        float[] source = Music(1);
        float[] changed = SoundChanges.Apply(SoundChange.Shift, source, Rate, new Random(1), out string said);
        int first = (int)Math.Round(Number(said) * Rate);
        int near = Enumerable.Range(first - (Rate / 10), Rate / 5).MinBy(at => Math.Abs(source[at] - changed[0]) + Math.Abs(source[at + 7] - changed[7]) + Math.Abs(source[at + 31] - changed[31]));
        Assert.Equal(source[near..(near + 1000)], changed[..1000]);
        Assert.True(LargestStep(changed) <= LargestStep(source) * 1.01);
    }

    [Fact]
    public void An_equaliser_changes_its_band_by_its_decibels()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            Said(SoundChange.Equaliser, Tone(1), seed);
            double decibels = Number(Said(SoundChange.Equaliser, Tone(1), seed));
            double centre = double.Parse(Said(SoundChange.Equaliser, Tone(1), seed).Split("around ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
            float[] tone = [.. Enumerable.Range(0, Rate).Select(i => (float)(0.1 * Math.Sin(2 * Math.PI * centre * i / Rate)))];
            float[] changed = SoundChanges.Apply(SoundChange.Equaliser, tone, Rate, new Random(seed), out _);
            Assert.Equal(decibels, 20 * Math.Log10(Rms(changed[(Rate / 2)..]) / Rms(tone[(Rate / 2)..])), 0.3);
        }
    }

    [Fact]
    public void Clipping_cuts_the_share_of_samples_it_says()
    {
        float[] source = Music(2);
        float[] changed = SoundChanges.Apply(SoundChange.Clipping, source, Rate, new Random(2), out string said);
        float edge = changed.Max(Math.Abs);
        double share = changed.Count(x => Math.Abs(x) >= edge) / (double)changed.Length;
        Assert.Equal(Number(said) / 100, share, 2e-4);
        Assert.True(edge < source.Max(Math.Abs));
    }

    [Fact]
    public void A_room_goes_on_sounding_and_dies_away()
    {
        var click = new float[2 * Rate];
        click[0] = 1;
        float[] changed = SoundChanges.Apply(SoundChange.Room, click, Rate, new Random(4), out string said);
        double seconds = Number(said[said.IndexOf("of ", StringComparison.Ordinal)..]);
        double early = Rms(changed[100..(int)(0.1 * seconds * Rate)]);
        double late = Rms(changed[(int)(0.9 * seconds * Rate)..(int)(seconds * Rate)]);

        // 60 dB from beginning to end: 0.8 of it between the middles of the two.
        Assert.InRange(20 * Math.Log10(early / late), 48 - 6, 60);
        Assert.Equal(0, Rms(changed[((int)(1.05 * seconds * Rate) + 1)..]), 1e-6);
    }

    private static string Said(SoundChange change, float[] source, int seed)
    {
        SoundChanges.Apply(change, source, Rate, new Random(seed), out string said);
        return said;
    }

    /// <summary>The first number of a text.</summary>
    private static double Number(string text)
    {
        string digits = new([.. text.SkipWhile(c => !char.IsAsciiDigit(c) && c is not ('-' or '+')).TakeWhile(c => char.IsAsciiDigit(c) || c is '-' or '+' or '.')]);
        return double.Parse(digits, CultureInfo.InvariantCulture);
    }

    private static float[] Tone(int seconds) => [.. Enumerable.Range(0, seconds * Rate).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * Hertz * i / Rate)))];

    private static float[] Music(int seed)
    {
        var random = new Random(seed);
        double[] pitches = [.. Enumerable.Range(0, 4).Select(_ => 110 * Math.Pow(2, 4 * random.NextDouble()))];
        return [.. Enumerable.Range(0, 4 * Rate).Select(i => (float)(0.2 * pitches.Sum(p => Math.Sin(2 * Math.PI * p * i / Rate)) * (0.6 + (0.4 * Math.Sin(2 * Math.PI * 0.7 * i / Rate)))))];
    }

    /// <summary>By the zero crossings of the middle, which a tone has twice a period.</summary>
    private static double Pitch(float[] samples)
    {
        float[] middle = samples[(samples.Length / 4)..(3 * samples.Length / 4)];
        int[] rising = [.. Enumerable.Range(1, middle.Length - 1).Where(i => middle[i - 1] < 0 && middle[i] >= 0)];
        return (rising.Length - 1) * (double)Rate / (rising[^1] - rising[0]);
    }

    private static double Rms(float[] samples) => Math.Sqrt(samples.Sum(x => x * (double)x) / samples.Length);

    private static double LargestStep(float[] samples) => Enumerable.Range(1, samples.Length - 1).Max(i => Math.Abs(samples[i] - samples[i - 1]));
}
