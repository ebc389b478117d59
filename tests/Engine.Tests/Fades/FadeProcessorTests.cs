using CsCheck;
using RealtimeEmotion.Engine.Fades;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Fades;

public sealed class FadeProcessorTests
{
    public static TheoryData<FadeCurve> Curves => new(FadeCurves.All.Where(curve => curve != FadeCurve.NoFade));

    [Theory]
    [MemberData(nameof(Curves))]
    public void From_rest_the_fade_is_that_of_a_file(FadeCurve curve)
    {
        const int Length = 1000;
        foreach (bool fadeIn in new[] { true, false })
        {
            var fade = new FadeProcessor(fadeIn ? 0 : 1);
            var span = new FadeSpan(100, Length, curve);
            FadePlan plan = fadeIn ? new FadePlan(span, null) : new FadePlan(null, span);
            Assert.True(fadeIn ? fade.FadeIn(100, Length, curve) : fade.FadeOut(100, Length, curve));
            double[] gains = new double[1300];
            fade.Render(gains);
            for (int i = 0; i < gains.Length; i++)
            {
                // At rest the gain is exactly 0 or 1, also where the curve has no silence.
                double expected = i < 100 ? (fadeIn ? 0 : 1) : i >= 1100 ? (fadeIn ? 1 : 0) : plan.Gain(i);
                Assert.Equal(expected, gains[i]);
            }

            Assert.False(fade.IsFading);
        }
    }

    [Fact]
    public void Any_block_cut_gives_the_same_bits()
    {
        Gen<(int At, int Length, FadeCurve Curve, bool In, double Floor)> trigger =
            Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 1500], Gen.Int[0, 24].Select(number => (FadeCurve)number), Gen.Bool, Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 1]));
        Gen.Select(trigger.Array[0, 12], Gen.Int[0, 700].Array[1, 12], Gen.Int[1, 3]).Sample((triggers, cuts, channels) =>
        {
            const int Frames = 4000;
            var one = new FadeProcessor();
            var other = new FadeProcessor();
            foreach ((int at, int length, FadeCurve curve, bool fadeIn, double floor) in triggers)
            {
                foreach (FadeProcessor fade in new[] { one, other })
                {
                    fade.Floor = floor;
                    Assert.True(fadeIn ? fade.FadeIn(at, length, curve) : fade.FadeOut(at, length, curve));
                }
            }

            float[] whole = Signal(Frames * channels);
            float[] cut = [.. whole];
            one.Process(whole, channels);
            for (int at = 0, i = 0; at < Frames; i++)
            {
                int size = Math.Min(Math.Max(cuts[i % cuts.Length], i % cuts.Length == 0 ? 1 : 0), Frames - at);
                other.Process(cut.AsSpan(at * channels, size * channels), channels);
                at += size;
            }

            return whole.Select(BitConverter.SingleToInt32Bits).SequenceEqual(cut.Select(BitConverter.SingleToInt32Bits))
                && one.Gain.Equals(other.Gain) && one.Position == other.Position && other.Position == Frames;
        },
        iter: 300);
    }

    [Fact]
    public void A_trigger_in_mid_fade_adds_no_step_of_its_own()
    {
        // Every curve after every curve, both directions, at random moments: no step is larger than the largest one
        // that either curve takes in an undisturbed fade of that length.
        var random = new Random(1);
        foreach (FadeCurve first in FadeCurves.All)
        {
            foreach (FadeCurve second in FadeCurves.All)
            {
                foreach ((bool firstIn, bool secondIn) in new[] { (true, false), (false, true), (true, true), (false, false) })
                {
                    int lengthOne = random.Next(50, 400);
                    int lengthTwo = random.Next(50, 400);
                    int at = random.Next(0, lengthOne + 10);
                    var fade = new FadeProcessor(firstIn ? 0 : 1);
                    Enter(fade, firstIn, 0, lengthOne, first);
                    Enter(fade, secondIn, at, lengthTwo, second);
                    double[] gains = new double[1000];
                    fade.Render(gains);
                    double allowed = Math.Max(LargestStep(first, lengthOne), LargestStep(second, lengthTwo));
                    for (int i = 1; i < gains.Length; i++)
                        Assert.True(Math.Abs(gains[i] - gains[i - 1]) <= allowed + 1e-12, $"{first} {second} at {at}: step {i}");

                    // And the trigger's own sample lies where the old fade would have put it.
                    var undisturbed = new FadeProcessor(firstIn ? 0 : 1);
                    Enter(undisturbed, firstIn, 0, lengthOne, first);
                    double[] before = new double[at + 1];
                    undisturbed.Render(before);
                    double tolerance = first == FadeCurve.Exp || second == FadeCurve.Exp ? 1.1e-5 : 2e-8;
                    Assert.Equal(before[at], gains[at], tolerance);
                    Assert.Equal(before[..at], gains[..at]);

                    // It ends where it should.
                    double end = second == FadeCurve.NoFade ? gains[at] : secondIn ? 1 : 0;
                    Assert.Equal(end, gains[^1]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_turned_fade_goes_back_along_its_own_curve(FadeCurve curve)
    {
        // Out for 400 of 1000 samples, then back in: each sample has the gain of the same place on the way out.
        var fade = new FadeProcessor();
        fade.FadeOut(0, 1000, curve);
        fade.FadeIn(400, 1000, curve);
        double[] gains = new double[900];
        fade.Render(gains);
        for (int i = 1; i < 400; i++)
            Assert.Equal(gains[400 - i], gains[400 + i], curve is FadeCurve.Sinc or FadeCurve.QSin ? 1e-9 : 1e-12);
        Assert.Equal(1, gains[801]);
    }

    [Fact]
    public void The_floor_is_where_fades_out_end_and_fades_in_begin()
    {
        var fade = new FadeProcessor { Floor = 0.25 };
        fade.FadeOut(0, 100, FadeCurve.Tri);
        fade.FadeIn(200, 100, FadeCurve.Tri);
        double[] gains = new double[400];
        fade.Render(gains);
        for (int k = 0; k < 100; k++)
        {
            Assert.Equal(0.25 + 0.75 * ((100 - k) / 100.0), gains[k]);
            Assert.Equal(0.25, gains[100 + k]);
            Assert.Equal(0.25 + 0.75 * (k / 100.0), gains[200 + k]);
            Assert.Equal(1, gains[300 + k]);
        }
    }

    [Fact]
    public void A_raised_floor_is_approached_from_below_along_the_whole_curve()
    {
        var fade = new FadeProcessor(0) { Floor = 0.5 };
        fade.FadeOut(0, 100, FadeCurve.Qua);
        double[] gains = new double[150];
        fade.Render(gains);
        for (int k = 0; k < 150; k++)
            Assert.Equal(0.5 * Math.Pow(Math.Min(k / 100.0, 1), 2), gains[k], 1e-15);

        fade = new FadeProcessor(0.2) { Floor = 0.5 };
        fade.FadeIn(0, 100, FadeCurve.Tri);
        fade.Render(gains);
        for (int k = 0; k < 150; k++)
            Assert.Equal(Math.Min(0.2 + 0.8 * k / 100, 1), gains[k], 1e-15);
    }

    [Fact]
    public void A_lowered_floor_is_followed_by_the_next_fade_out_only()
    {
        var fade = new FadeProcessor(0.5);
        fade.Floor = 0;
        Assert.Equal(0.5, fade.Gain);
        fade.FadeOut(0, 100, FadeCurve.Tri);
        double[] gains = new double[60];
        fade.Render(gains);
        for (int k = 0; k < 60; k++)
            Assert.Equal(Math.Max((50 - k) / 100.0, 0), gains[k], 1e-15);
        fade.Floor = double.NaN;
        Assert.Equal(0, fade.Floor);
        fade.Floor = 7;
        Assert.Equal(1, fade.Floor);
    }

    [Fact]
    public void NoFade_keeps_the_gain()
    {
        var fade = new FadeProcessor();
        fade.FadeOut(0, 100, FadeCurve.Tri);
        fade.FadeIn(50, 100, FadeCurve.NoFade);
        double[] gains = new double[300];
        fade.Render(gains);
        for (int i = 50; i < 300; i++)
            Assert.Equal(0.5, gains[i]);
    }

    [Fact]
    public void Triggers_happen_at_their_sample_whatever_the_order_they_came_in()
    {
        var fade = new FadeProcessor();
        fade.FadeIn(300, 10, FadeCurve.Tri);
        fade.FadeOut(100, 10, FadeCurve.Tri);
        Assert.Equal(2, fade.Waiting);
        float[] block = new float[400];
        Array.Fill(block, 1f);
        fade.Process(block, 1);
        Assert.Equal(0, fade.Waiting);
        Assert.Equal(1, block[100]);
        Assert.Equal(0.9f, block[101]);
        Assert.Equal(0, block[110]);
        Assert.Equal(0, block[300]);
        Assert.Equal(0.1f, block[301]);
        Assert.Equal(1, block[310]);

        // One that is late happens at once; of two at one place the later call counts; cancelled ones do not happen.
        fade.FadeIn(500, 0, FadeCurve.Tri);
        fade.FadeOut(0, 0, FadeCurve.Tri);
        fade.Process(block.AsSpan(0, 1), 1);
        Assert.Equal(0, fade.Gain);
        fade.FadeOut(500, 0, FadeCurve.Tri);
        fade.Advance(200);
        Assert.Equal(0, fade.Gain);
        fade.FadeIn(700, 10, FadeCurve.Tri);
        fade.Cancel();
        fade.Advance(200);
        Assert.Equal(0, fade.Gain);
        Assert.Equal(801, fade.Position);
    }

    [Fact]
    public void A_full_list_of_triggers_says_so()
    {
        var fade = new FadeProcessor();
        for (int i = 0; i < FadeProcessor.MostTriggers; i++)
            Assert.True(fade.FadeOut(1000 + i, 10, FadeCurve.Tri));
        Assert.False(fade.FadeIn(5, 10, FadeCurve.Tri));
        fade.Advance(2000);
        Assert.True(fade.FadeIn(5, 10, FadeCurve.Tri));
    }

    [Fact]
    public unsafe void Planar_interleaved_and_64_bit_agree_and_bypass_keeps_time()
    {
        const int Frames = 1500;
        float[] left = Signal(Frames);
        float[] right = Signal(Frames + 1)[..Frames];
        float[] interleaved = new float[2 * Frames];
        for (int i = 0; i < Frames; i++)
            (interleaved[2 * i], interleaved[2 * i + 1]) = (left[i], right[i]);
        double[] wideLeft = Array.ConvertAll(left, sample => (double)sample);
        double[] wideRight = Array.ConvertAll(right, sample => (double)sample);
        double[] wide = Array.ConvertAll(interleaved, sample => (double)sample);
        double[] gains = new double[Frames];
        Fresh().Render(gains);
        Fresh().Process(interleaved, 2);
        Fresh().Process(wide, 2);
        fixed (float* l = left, r = right)
        fixed (double* wl = wideLeft, wr = wideRight)
        {
            float** buffers = stackalloc float*[] { l, r };
            double** wideBuffers = stackalloc double*[] { wl, wr };
            Fresh().Process(buffers, 2, Frames);
            Fresh().Process(wideBuffers, 2, Frames);
        }

        float[] raw = Signal(Frames);
        for (int i = 0; i < Frames; i++)
        {
            Assert.Equal(gains[i] == 0 ? 0 : (float)((double)raw[i] * gains[i]), left[i]);
            Assert.Equal(left[i], interleaved[2 * i]);
            Assert.Equal(right[i], interleaved[2 * i + 1]);
            Assert.Equal(wideLeft[i], wide[2 * i]);
            Assert.Equal(wideRight[i], wide[2 * i + 1]);
            Assert.Equal(gains[i] == 0 ? 0 : raw[i] * gains[i], wideLeft[i]);
        }

        FadeProcessor bypassed = Fresh();
        bypassed.Advance(700);
        Assert.Equal(700, bypassed.Position);
        Assert.Equal(gains[700], bypassed.Gain);
        double[] rest = new double[Frames - 700];
        bypassed.Render(rest);
        Assert.Equal(gains[700..], rest);

        static FadeProcessor Fresh()
        {
            var fade = new FadeProcessor { Floor = 0.1 };
            fade.FadeOut(100, 500, FadeCurve.HSin);
            fade.FadeIn(450, 800, FadeCurve.Cbr);
            return fade;
        }
    }

    [Fact]
    public void At_rest_samples_are_untouched_or_silent_whatever_they_are()
    {
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -1f, -0f, 1e-40f];
        float[] block = [.. odd];
        new FadeProcessor().Process(block, 1);
        Assert.Equal(odd.Select(BitConverter.SingleToInt32Bits), block.Select(BitConverter.SingleToInt32Bits));
        new FadeProcessor(0).Process(block, 1);
        Assert.All(block, sample => Assert.Equal(0, BitConverter.SingleToInt32Bits(sample)));

        // Nothing of what was not finite is left in the fade.
        var fade = new FadeProcessor();
        fade.FadeOut(0, 14, FadeCurve.Tri);
        fade.Process([.. odd], 1);
        float[] after = [1f];
        fade.Process(after, 1);
        Assert.Equal(0.5f, after[0]);
    }

    [Fact]
    public void Reset_rests_on_a_gain()
    {
        var fade = new FadeProcessor();
        fade.FadeOut(0, 1000, FadeCurve.Tri);
        fade.FadeOut(700, 1000, FadeCurve.Tri);
        fade.Advance(500);
        Assert.True(fade.IsFading);
        fade.Reset(0.3, 77);
        Assert.False(fade.IsFading);
        Assert.Equal(0, fade.Waiting);
        Assert.Equal(77, fade.Position);
        Assert.Equal(0.3, fade.Gain);
        float[] block = [1f, 1f];
        fade.Process(block, 2);
        Assert.Equal([0.3f, 0.3f], block);
    }

    [Fact]
    public void A_million_blocks_allocate_nothing()
    {
        var fade = new FadeProcessor();
        float[] block = new float[2 * 64];
        void Turn(int i)
        {
            if (i % 50 == 0)
            {
                var curve = (FadeCurve)(i / 50 % 25);
                if (i % 100 == 0)
                    fade.FadeOut(fade.Position + 7, 1000, curve);
                else
                    fade.FadeIn(fade.Position + 7, 1000, curve);
            }

            fade.Process(block.AsSpan(0, 2 * (i % 65)), 2);
        }

        for (int i = 0; i < 20_000; i++)
            Turn(i);
        Assert.Equal(0, Allocation.LeastOf(() =>
        {
            for (int i = 0; i < 1_000_000; i++)
                Turn(i);
        }));
    }

    private static void Enter(FadeProcessor fade, bool fadeIn, long at, long length, FadeCurve curve) =>
        Assert.True(fadeIn ? fade.FadeIn(at, length, curve) : fade.FadeOut(at, length, curve));

    /// <summary>
    /// The largest gain difference across 1/length of the curve, wherever that lies; for a curve without silence also
    /// the step from silence to its start.
    /// </summary>
    private static double LargestStep(FadeCurve curve, int length)
    {
        if (curve == FadeCurve.NoFade)
            return 0;
        double largest = FadeCurves.Gain(curve, 0);
        int fine = 64 * length;
        for (int i = 0; i + 64 <= fine; i++)
            largest = Math.Max(largest, FadeCurves.Gain(curve, (i + 64.0) / fine) - FadeCurves.Gain(curve, (double)i / fine));

        // Between the grid's places a curve with an upright tangent is steepest at its very ends, which the grid has.
        return largest * (1 + 1e-3);
    }

    private static float[] Signal(int length)
    {
        var random = new Random(length);
        float[] signal = new float[length];
        for (int i = 0; i < length; i++)
            signal[i] = (float)(random.NextDouble() * 2 - 1);
        return signal;
    }
}
