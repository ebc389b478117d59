using CsCheck;
using RealtimeEmotion.Engine.Fades;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Fades;

public sealed class FadePlanTests
{
    private static readonly float[] Odd =
        [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, -1f, -0f, 0.5f];

    [Theory]
    [InlineData(64)]
    [InlineData(1000)]
    public void Around_the_fade_too_gains_are_ffmpegs(int length)
    {
        foreach ((bool fadeIn, string file) in new[] { (true, $"edge_in_{length}.csv"), (false, $"edge_out_{length}.csv") })
        {
            foreach ((string name, double[] gains) in FadeGolden.Read(file))
            {
                Assert.True(FadeCurves.TryParse(name, out FadeCurve curve));
                Assert.Equal(length + 16, gains.Length);
                var span = new FadeSpan(8, length, curve);
                FadePlan plan = fadeIn ? new FadePlan(span, null) : new FadePlan(null, span);
                double[] copied = new double[gains.Length];
                plan.CopyGains(0, copied);
                float[] ones = new float[gains.Length];
                float[] thirds = new float[gains.Length];
                Array.Fill(ones, 1f);
                Array.Fill(thirds, 1 / 3f);
                plan.Apply(ones, 1, 0);
                plan.Apply(thirds, 1, 0);
                for (int i = 0; i < gains.Length; i++)
                {
                    Assert.Equal(gains[i], copied[i], 1e-15);
                    Assert.Equal(copied[i], plan.Gain(i));
                    Assert.Equal((float)gains[i], ones[i]);
                    Assert.Equal((float)((double)(1 / 3f) * gains[i]), thirds[i]);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(100)]
    public void Every_channel_of_a_frame_gets_the_same_gain(int channels)
    {
        const int Frames = 777;
        var plan = new FadePlan(new FadeSpan(5, 300, FadeCurve.QSin), new FadeSpan(400, 311, FadeCurve.Exp));
        var random = new Random(channels);
        float[] input = [.. Enumerable.Range(0, Frames * channels + channels - 1).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        float[] output = [.. input];
        double[] wide = Array.ConvertAll(input, sample => (double)sample);
        plan.Apply(output, channels, 0);
        plan.Apply(wide, channels, 0);
        for (int i = 0; i < Frames * channels; i++)
        {
            double gain = plan.Gain(i / channels);
            Assert.Equal((float)(input[i] * gain), output[i]);
            Assert.Equal(input[i] * gain, wide[i]);
        }

        // What is no whole frame is left alone.
        Assert.Equal(input[(Frames * channels)..], output[(Frames * channels)..]);
    }

    [Fact]
    public void Any_block_cut_gives_the_same_bits()
    {
        Gen<FadeCurve> curve = Gen.Int[0, 24].Select(number => (FadeCurve)number);
        Gen.Select(Gen.Select(curve, curve, Gen.Int[1, 9]), Gen.Select(Gen.Int[-200, 1500], Gen.Int[0, 1500], Gen.Int[-200, 1500], Gen.Int[0, 1500]), Gen.Int[0, 700].Array[1, 12])
            .Sample((kind, spans, cuts) =>
            {
                (FadeCurve curveIn, FadeCurve curveOut, int channels) = kind;
                var plan = new FadePlan(new FadeSpan(spans.Item1, spans.Item2, curveIn), new FadeSpan(spans.Item3, spans.Item4, curveOut));
                float[] whole = Signal(2000 * channels);
                float[] cut = [.. whole];
                plan.Apply(whole, channels, 0);
                for (int at = 0, i = 0; at < 2000; i++)
                {
                    int size = Math.Min(Math.Max(cuts[i % cuts.Length], i % cuts.Length == 0 ? 1 : 0), 2000 - at);
                    plan.Apply(cut.AsSpan(at * channels, size * channels), channels, at);
                    at += size;
                }

                return Bits(whole).SequenceEqual(Bits(cut));
            },
            iter: 200);
    }

    [Fact]
    public void Fades_that_overlap_in_a_short_file_multiply()
    {
        var plan = new FadePlan(new FadeSpan(0, 100, FadeCurve.Tri), new FadeSpan(-20, 100, FadeCurve.Qua));
        for (int i = 0; i < 80; i++)
            Assert.Equal(i / 100.0 * ((80 - i) / 100.0 * ((80 - i) / 100.0)), plan.Gain(i), 1e-15);
    }

    [Fact]
    public void Regions_say_what_a_writer_may_copy()
    {
        var plan = new FadePlan(new FadeSpan(100, 50, FadeCurve.Tri), new FadeSpan(1000, 30, FadeCurve.Tri));
        Assert.Equal(FadeRegion.Silent, plan.RegionAt(0, out long end));
        Assert.Equal(100, end);
        Assert.Equal(FadeRegion.Fading, plan.RegionAt(100, out end));
        Assert.Equal(150, end);
        Assert.Equal(FadeRegion.Unity, plan.RegionAt(150, out end));
        Assert.Equal(1000, end);
        Assert.Equal(FadeRegion.Fading, plan.RegionAt(1010, out end));
        Assert.Equal(1030, end);
        Assert.Equal(FadeRegion.Silent, plan.RegionAt(1030, out end));
        Assert.Equal(long.MaxValue, end);
        Assert.True(plan.IsUnity(150, 1000));
        Assert.False(plan.IsUnity(149, 1000));
        Assert.False(plan.IsUnity(150, 1001));
        Assert.True(plan.IsSilent(-5, 100));
        Assert.False(plan.IsSilent(-5, 101));
        Assert.True(plan.IsSilent(1030, long.MaxValue));
        Assert.True(plan.IsUnity(3, 3));

        Assert.True(new FadePlan(null, null).IsUnity(long.MinValue, long.MaxValue));
        Assert.True(new FadePlan(new FadeSpan(0, 10, FadeCurve.NoFade), new FadeSpan(5, 10, FadeCurve.NoFade)).IsUnity(-5, 50));

        // The fade-out is over before the fade-in begins: all silence.
        Assert.True(new FadePlan(new FadeSpan(100, 50), new FadeSpan(0, 100)).IsSilent(100, 100_000));

        // A curve without silence of its own is never called silent.
        Assert.False(new FadePlan(null, new FadeSpan(0, 10, FadeCurve.Exp)).IsSilent(20, 30));
    }

    [Fact]
    public void Regions_agree_with_the_gains()
    {
        Gen<FadeCurve> curve = Gen.Int[0, 24].Select(number => (FadeCurve)number);
        Gen.Select(Gen.Select(curve, curve), Gen.Select(Gen.Int[-20, 60], Gen.Int[0, 60], Gen.Int[-20, 60], Gen.Int[0, 60])).Sample((curves, spans) =>
        {
            var plan = new FadePlan(new FadeSpan(spans.Item1, spans.Item2, curves.Item1), new FadeSpan(spans.Item3, spans.Item4, curves.Item2));
            for (long i = -30; i < 130; i++)
            {
                double gain = plan.Gain(i);
                FadeRegion region = plan.RegionAt(i, out long end);
                if (end <= i || (region == FadeRegion.Unity && gain != 1) || (region == FadeRegion.Silent && gain != 0))
                    return false;
                for (long j = i; j < Math.Min(end, 130); j++)
                {
                    if (plan.RegionAt(j, out long same) != region || same != end)
                        return false;
                }
            }

            return true;
        });
    }

    [Fact]
    public void A_length_of_0_is_a_switch()
    {
        var plan = new FadePlan(new FadeSpan(10, 0), new FadeSpan(20, 0));
        Assert.Equal(0, plan.Gain(9));
        Assert.Equal(1, plan.Gain(10));
        Assert.Equal(1, plan.Gain(19));
        Assert.Equal(0, plan.Gain(20));
    }

    [Fact]
    public void What_is_not_finite_passes_as_data_but_not_into_silence()
    {
        var plan = new FadePlan(new FadeSpan(8, 16), null);
        float[] samples = [.. Odd, .. Odd, .. Odd, .. Odd];
        double[] wide = Array.ConvertAll(samples, sample => (double)sample);
        plan.Apply(samples, 1, 0);
        plan.Apply(wide, 1, 0);
        for (int i = 0; i < samples.Length; i++)
        {
            float input = Odd[i % 8];
            double gain = Math.Clamp((i - 8) / 16.0, 0, 1);
            float expected = gain == 0 ? 0 : (float)((double)input * gain);
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(samples[i]));
            Assert.Equal(gain == 0 ? 0 : input * gain, wide[i]);
        }
    }

    [Fact]
    public void Impossible_fades_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FadePlan(new FadeSpan(0, -1), null));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FadePlan(null, new FadeSpan(0, 1, (FadeCurve)99)));
        Assert.Throws<OverflowException>(() => new FadePlan(null, new FadeSpan(long.MaxValue, 1)));
    }

    [Fact]
    public void Fading_allocates_nothing()
    {
        var plan = new FadePlan(new FadeSpan(0, 30_000, FadeCurve.HSin), new FadeSpan(20_000, 30_000, FadeCurve.Losi));
        float[] block = Signal(2 * 441);
        for (int i = 0; i < 200; i++)
            plan.Apply(block, 2, i * 441);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
            plan.Apply(block, 2, i * 441);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static float[] Signal(int length)
    {
        var random = new Random(length);
        float[] signal = new float[length];
        for (int i = 0; i < length; i++)
            signal[i] = i % 97 == 0 ? Odd[i / 97 % Odd.Length] : (float)(random.NextDouble() * 2 - 1);
        return signal;
    }

    private static IEnumerable<int> Bits(float[] samples) => samples.Select(BitConverter.SingleToInt32Bits);
}
