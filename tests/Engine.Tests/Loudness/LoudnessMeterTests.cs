using CsCheck;
using RealtimeEmotion.Engine.Loudness;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Loudness;

public sealed class LoudnessMeterTests
{
    public static TheoryData<int> Rates => [8000, 22050, 44100, 48000, 96000, 192000];

    private static float[] Sine(int rate, double seconds, double decibels, double hertz = 997) =>
        [.. Enumerable.Range(0, (int)(rate * seconds)).Select(i => (float)(Math.Pow(10, decibels / 20) * Math.Sin(2 * Math.PI * hertz * i / rate)))];

    private static unsafe void Feed(LoudnessMeter meter, float[][] channels, Func<int, int>? cut = null)
    {
        int length = channels[0].Length;
        float** buffers = stackalloc float*[channels.Length];
        for (int at = 0, k = 0; at < length; k++)
        {
            int count = Math.Min(length - at, cut?.Invoke(k) ?? length);
            fixed (float* all = channels.SelectMany(channel => channel.AsSpan(at, count).ToArray()).ToArray())
            {
                for (int channel = 0; channel < channels.Length; channel++)
                    buffers[channel] = all + (channel * count);
                meter.Process(buffers, count);
            }

            at += count;
        }
    }

    [Fact]
    public void The_filters_at_48_kHz_are_those_that_BS_1770_publishes()
    {
        var filter = new KWeighting(48000);
        Assert.Equal(1.53512485958697, filter.ShelfB0, 1e-12);
        Assert.Equal(-2.69169618940638, filter.ShelfB1, 1e-12);
        Assert.Equal(1.19839281085285, filter.ShelfB2, 1e-12);
        Assert.Equal(-1.69065929318241, filter.ShelfA1, 1e-12);
        Assert.Equal(0.73248077421585, filter.ShelfA2, 1e-12);
        Assert.Equal(-1.99004745483398, filter.HighPassA1, 1e-12);
        Assert.Equal(0.99007225036621, filter.HighPassA2, 1e-12);
    }

    /// <summary>EBU Tech 3341, minimum requirements, test signals 1 and 2, and BS.1770's own check, at any rate.</summary>
    [Theory]
    [MemberData(nameof(Rates))]
    public void A_stereo_sine_measures_what_EBU_Tech_3341_says(int rate)
    {
        foreach (double level in new[] { -20.0, -23, -33 })
        {
            var meter = new LoudnessMeter(rate, 2);
            float[] sine = Sine(rate, 5, level, hertz: 1000);
            Feed(meter, [sine, sine]);
            Assert.Equal(level, meter.Momentary, 0.1);
            Assert.Equal(level, meter.ShortTerm, 0.1);
        }
    }

    [Fact]
    public void One_channel_of_a_full_997_Hz_sine_is_minus_3_01_LKFS()
    {
        var meter = new LoudnessMeter(48000, 2);
        float[] sine = Sine(48000, 4, 0);
        Feed(meter, [sine, new float[sine.Length]]);
        Assert.Equal(-3.01, meter.ShortTerm, 0.01);
        var mono = new LoudnessMeter(48000, 1);
        Feed(mono, [sine]);
        Assert.Equal(-3.01, mono.ShortTerm, 0.01);
    }

    /// <summary>EBU Tech 3341, test signal 6: 5.0 (here 5.1, the LFE as loud as may be) measures −23 LUFS.</summary>
    [Fact]
    public void Surround_channels_weigh_more_and_the_LFE_nothing()
    {
        var meter = new LoudnessMeter(48000, 6);
        float[][] channels = [.. new[] { -28.0, -28, -24, 0, -30, -30 }.Select(level => Sine(48000, 4, level, 1000))];
        Feed(meter, channels);
        Assert.Equal(-23, meter.ShortTerm, 0.1);
    }

    /// <summary>EBU Tech 3341, test signals 9 and 12: steady after the first span, whatever changes inside it.</summary>
    [Fact]
    public void The_spans_are_3_seconds_and_400_milliseconds()
    {
        var meter = new LoudnessMeter(48000, 2);
        float[] loud = Sine(48000, 1.34, -20);
        float[] quiet = Sine(48000, 1.66, -30);
        for (int round = 0; round < 5; round++)
        {
            Feed(meter, [loud, loud]);
            Feed(meter, [quiet, quiet]);
            Assert.Equal(-23, meter.ShortTerm, 0.15);
            Assert.Equal(-30, meter.Momentary, 0.15);
        }
    }

    [Fact]
    public void The_past_can_be_asked_for()
    {
        var meter = new LoudnessMeter(48000, 1);
        Feed(meter, [Sine(48000, 4, -10)]);
        double then = meter.ShortTerm;
        Feed(meter, [Sine(48000, 2, -40)]);
        Assert.Equal(then, meter.ShortTermAt(4 * 48000));
        Assert.Equal(then, meter.ShortTermAt((4 * 48000) + 4799));
        Assert.Equal(meter.ShortTerm, meter.ShortTermAt(long.MaxValue));
        Assert.Equal(double.NegativeInfinity, new LoudnessMeter(48000, 1).ShortTermAt(5));
    }

    [Fact]
    public void Values_are_the_same_to_the_bit_however_the_stream_is_cut()
    {
        float[][] noise = [.. Enumerable.Range(0, 3).Select(seed => { var random = new Random(seed); return Enumerable.Range(0, 30000).Select(_ => random.NextSingle() - 0.5f).ToArray(); })];
        var whole = new LoudnessMeter(44100, 3);
        Feed(whole, noise);
        Gen.Int[1, 5000].Array[1, 10].Sample(sizes =>
        {
            var cut = new LoudnessMeter(44100, 3);
            Feed(cut, noise, k => sizes[k % sizes.Length]);
            Assert.Equal(whole.ShortTerm, cut.ShortTerm, 1e-9);
            Assert.Equal(whole.Momentary, cut.Momentary, 1e-9);
            Assert.Equal(whole.LeftInStep, cut.LeftInStep);
        }, iter: 20);
    }

    [Fact]
    public unsafe void Double_samples_measure_the_same()
    {
        float[] sine = Sine(48000, 1, -12);
        double[] wide = [.. sine.Select(x => (double)x)];
        var single = new LoudnessMeter(48000, 1);
        var twice = new LoudnessMeter(48000, 1);
        Feed(single, [sine]);
        fixed (double* samples = wide)
        {
            double* channel = samples;
            twice.Process(&channel, wide.Length);
        }

        Assert.Equal(single.Momentary, twice.Momentary);
    }

    [Fact]
    public void What_is_no_sound_does_not_stay()
    {
        var meter = new LoudnessMeter(48000, 1);
        float[] broken = Sine(48000, 0.1, -20);
        broken[100] = float.NaN;
        broken[200] = float.PositiveInfinity;
        broken[300] = float.MaxValue;
        Feed(meter, [broken]);
        Feed(meter, [Sine(48000, 4, -20)]);
        Assert.Equal(-23.01, meter.ShortTerm, 0.05);
        Feed(meter, [new float[48000 * 20]]);
        Assert.Equal(double.NegativeInfinity, meter.ShortTerm);
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var meter = new LoudnessMeter(48000, 2);
        float[] sine = Sine(48000, 0.1, -20);
        Assert.Equal(0, Allocation.LeastOf(() => Twice(meter, sine)));

        static unsafe void Twice(LoudnessMeter meter, float[] sine)
        {
            fixed (float* samples = sine)
            {
                float** buffers = stackalloc float*[2] { samples, samples };
                for (int k = 0; k < 100; k++)
                    meter.Process(buffers, 64);
            }
        }
    }

    [Fact]
    public void The_normaliser_sets_itself_by_the_first_sound_and_stays()
    {
        var normaliser = new LoudnessNormaliser();
        Assert.Equal(0, normaliser.Next(double.NegativeInfinity));
        Assert.Equal(0, normaliser.Next(-70));
        Assert.Equal(0, normaliser.Next(double.NaN));
        Assert.Equal(10, normaliser.Next(-36), 1e-12);
        Assert.Equal(10, normaliser.Next(-47), 1e-12);
        Assert.Equal(10, normaliser.Next(-25), 1e-12);
        Assert.Equal(0, normaliser.Next(-80));
        Assert.Equal(1, normaliser.Next(-16), 1e-12);
        Assert.Equal(1, normaliser.Next(-5), 1e-12);
        normaliser.Reset();
        Assert.Equal(Math.Pow(10, -11 / 20.0), normaliser.Next(-5), 1e-12);
    }
}
