using CsCheck;
using RealtimeEmotion.Engine.Resampling;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Resampling;

public sealed class StreamingResamplerTests
{
    /// <summary>The ones in use, awkward ones (11025 to 16000 has 640 phases, 44101 to 22050 has 22050), and extremes.</summary>
    public static TheoryData<int, int> Pairs => new()
    {
        { 44100, 22050 }, { 48000, 22050 }, { 96000, 16000 }, { 192000, 32000 }, { 11025, 16000 }, { 44101, 22050 },
        { 44100, 16000 }, { 48000, 44100 }, { 44100, 48000 }, { 8000, 22050 }, { 88200, 22050 }, { 384000, 8000 },
        { 8000, 384000 }, { 384000, 22050 }, { 22050, 22051 }, { 32000, 31999 }, { 8001, 44100 }, { 176400, 32000 },
        { 383999, 44100 }, { 16000, 22050 },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Pass_band_is_flat_and_images_and_aliases_lie_below_minus_100_dB(int inputRate, int outputRate)
    {
        (double ripple, double worst) = Measure(inputRate, outputRate);
        TestContext.Current.TestOutputHelper!.WriteLine(
            FormattableString.Invariant($"{inputRate} -> {outputRate}: ripple {ripple:0.000000} dB, alias and image {worst:0.0} dB"));
        Assert.True(ripple < 0.01, $"ripple {ripple} dB");
        Assert.True(worst < -100, $"alias or image at {worst} dB");
    }

    [Theory]
    [InlineData(44100, 22050)]
    [InlineData(48000, 22050)]
    [InlineData(11025, 16000)]
    [InlineData(44101, 22050)]
    [InlineData(22050, 44100)]
    public void Output_k_is_the_signal_at_input_time_k_in_over_out(int inputRate, int outputRate)
    {
        // A band-limited pulse (a Gaussian far below both Nyquist frequencies) at a place between samples: each output
        // has the pulse's value at its own position, to 5e-6.
        var resampler = new StreamingResampler(inputRate, outputRate);
        const double Centre = 3000.37;
        double width = 12 * Math.Max(1, (double)inputRate / outputRate);
        float[] input = new float[6000];
        for (int i = 0; i < input.Length; i++)
            input[i] = (float)Pulse(i);
        float[] output = Convert(resampler, input);
        for (int k = 0; k < output.Length; k++)
        {
            Assert.Equal(k * (double)inputRate / outputRate, resampler.InputPositionOf(k), 1e-9);
            Assert.Equal(Pulse(resampler.InputPositionOf(k)), output[k], 5e-6);
        }

        double Pulse(double t) => Math.Exp(-0.5 * Math.Pow((t - Centre) / width, 2));
    }

    [Fact]
    public void An_impulse_comes_out_symmetric_about_its_own_position()
    {
        // 2 inputs an output: input 1000 is output 500.
        var resampler = new StreamingResampler(44100, 22050);
        float[] input = new float[2000];
        input[1000] = 1;
        float[] output = Convert(resampler, input);
        Assert.Equal(output.Max(), output[500]);
        for (int k = 1; k < 400; k++)
            Assert.Equal(output[500 - k], output[500 + k]);
        Assert.Equal(0.5f, output.Sum(), 1e-5f);
    }

    [Fact]
    public void Positions_are_exact_in_streams_of_any_length()
    {
        var resampler = new StreamingResampler(44100, 16000);
        // 16000/44100 = 160/441: output 160 n lies at input 441 n.
        const long Many = 1L << 50;
        Assert.Equal(441.0 * Many, resampler.InputPositionOf(160 * Many));
        Assert.Equal(441 * Many + resampler.LookAhead + 1, resampler.InputNeededFor(160 * Many));
        Assert.Equal(441 * Many + 2 + resampler.LookAhead + 1, resampler.InputNeededFor(160 * Many + 1));
        Assert.Equal(160 * Many, resampler.OutputsAfter(441 * Many + resampler.LookAhead));
        Assert.Equal(160 * Many + 1, resampler.OutputsAfter(441 * Many + resampler.LookAhead + 1));
    }

    [Theory]
    [InlineData(44100, 22050)]
    [InlineData(48000, 22050)]
    [InlineData(11025, 16000)]
    [InlineData(44101, 22050)]
    [InlineData(22050, 22050)]
    [InlineData(8000, 384000)]
    public void An_output_appears_with_the_input_that_it_needs(int inputRate, int outputRate)
    {
        var resampler = new StreamingResampler(inputRate, outputRate);
        float[] output = new float[resampler.MaxOutput(1)];
        long given = 0;
        for (long n = 1; n <= 1000; n++)
        {
            int count = resampler.Process([1f], output);
            for (int i = 0; i < count; i++)
                Assert.Equal(n, resampler.InputNeededFor(given + i));
            given += count;
            Assert.Equal(given, resampler.OutputsAfter(n));
            Assert.True(resampler.InputNeededFor(given) > n);
        }
    }

    [Fact]
    public void Any_block_cut_gives_the_same_bits_and_flush_completes_the_length()
    {
        var pairs = new[]
        {
            (44100, 22050), (48000, 22050), (96000, 16000), (11025, 16000), (44101, 22050), (16000, 16000), (8000, 48000),
        };
        Gen.Select(Gen.Int[0, pairs.Length - 1], Gen.Int[0, 12000], Gen.Int[1, 9000].Array[1, 20], Gen.Int).Sample(
            (pair, length, cuts, seed) =>
            {
                (int inputRate, int outputRate) = pairs[pair];
                float[] input = Noise(length, seed);
                float[] whole = Convert(new StreamingResampler(inputRate, outputRate), input);
                var resampler = new StreamingResampler(inputRate, outputRate);
                var pieces = new List<float>();
                float[] room = new float[resampler.MaxOutput(9000)];
                for (int at = 0, cut = 0; at < length; cut++)
                {
                    // Every third block is tiny, as a host's may be.
                    int size = Math.Min(cut % 3 == 2 ? cuts[cut % cuts.Length] % 7 : cuts[cut % cuts.Length], length - at);
                    int most = resampler.MaxOutput(size);
                    int count = resampler.Process(input.AsSpan(at, size), room.AsSpan(0, most));
                    pieces.AddRange(room.AsSpan(0, count));
                    at += size;
                }

                float[] tail = new float[resampler.MaxFlush];
                pieces.AddRange(tail.AsSpan(0, resampler.Flush(tail)));
                long due = ((long)length * outputRate + inputRate - 1) / inputRate;
                return whole.Length == due && resampler.OutputCount == due && resampler.InputCount == length
                    && whole.AsSpan().SequenceEqual(pieces.ToArray());
            },
            iter: 60);
    }

    [Fact]
    public void The_same_rate_passes_samples_untouched()
    {
        float[] input = Noise(1000, 5);
        var resampler = new StreamingResampler(44100, 44100);
        float[] output = new float[1000];
        Assert.Equal(1000, resampler.Process(input, output));
        Assert.Equal(input, output);
        Assert.Equal(0, resampler.Flush([]));
        Assert.Equal(0, resampler.LookAhead);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.MaxValue)]
    [InlineData(float.Epsilon)]
    public void What_is_no_sound_counts_as_silence_and_does_not_spread(float broken)
    {
        foreach ((int inputRate, int outputRate) in new[] { (44100, 22050), (48000, 22050), (44101, 22050), (22050, 22050) })
        {
            float[] input = Noise(3000, 6);
            float[] mended = [.. input];
            for (int i = 1000; i < 1003; i++)
                (input[i], mended[i]) = (broken, 0);
            float[] output = Convert(new StreamingResampler(inputRate, outputRate), input);
            Assert.Equal(Convert(new StreamingResampler(inputRate, outputRate), mended), output);
        }
    }

    [Theory]
    [InlineData(44100, 22050)]
    [InlineData(48000, 22050)]
    [InlineData(44101, 22050)]
    public void A_constant_stays_that_constant(int inputRate, int outputRate)
    {
        float[] input = new float[4000];
        Array.Fill(input, 0.7f);
        float[] output = Convert(new StreamingResampler(inputRate, outputRate), input);
        Assert.All(output[400..^400], sample => Assert.Equal(0.7f, sample, 1e-6f));
    }

    [Fact]
    public void Wrong_use_is_refused_and_changes_nothing()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingResampler(999, 22050));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingResampler(44100, 800_000));
        var resampler = new StreamingResampler(44100, 22050);
        Assert.Throws<ArgumentException>(() => resampler.Process(new float[4000], new float[10]));
        Assert.Equal(0, resampler.InputCount);
        float[] output = new float[4000];
        resampler.Process(new float[4000], output);
        Assert.Throws<ArgumentException>(() => resampler.Flush(new float[1]));
        resampler.Flush(output);
        Assert.Equal(0, resampler.Flush(output));
        Assert.Throws<InvalidOperationException>(() => resampler.Process(new float[1], output));
        resampler.Reset();
        float[] again = Noise(4000, 8);
        int count = resampler.Process(again, output);
        Assert.Equal(Convert(new StreamingResampler(44100, 22050), again).AsSpan(0, count), output.AsSpan(0, count));
    }

    [Theory]
    [InlineData(44100, 22050)]
    [InlineData(48000, 22050)]
    [InlineData(44101, 22050)]
    public void Processing_allocates_nothing(int inputRate, int outputRate)
    {
        var resampler = new StreamingResampler(inputRate, outputRate);
        float[] input = Noise(8192, 7);
        float[] output = new float[resampler.MaxOutput(8192)];
        void Turn(int size) => resampler.Process(input.AsSpan(0, size), output);
        for (int i = 0; i < 100; i++)
            Turn(i);
        Assert.Equal(0, Allocation.LeastOf(() =>
        {
            for (int i = 0; i < 2000; i++)
                Turn(i * 37 % 1024);
            resampler.Flush(output);
            resampler.Reset();
        }));
    }

    /// <summary>
    /// Sines against the exact answer in double precision. Ripple: the worst |gain| in the pass band in dB. Worst: the
    /// strongest thing in the output that is not the sine itself, relative to the sine's input power, with sines over
    /// the whole input band: images and distortion of those in the output's band, aliases of those beyond it.
    /// </summary>
    private static (double Ripple, double Worst) Measure(int inputRate, int outputRate)
    {
        double lower = Math.Min(inputRate, outputRate) / 2.0;
        double ripple = 0;
        double worst = double.NegativeInfinity;
        double[] passBand = [0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.88, 0.9];
        foreach (double share in passBand)
        {
            (double gain, double rest) = Play(share * lower);
            ripple = Math.Max(ripple, Math.Abs(20 * Math.Log10(gain)));
            worst = Math.Max(worst, rest);
        }

        // The transition may weaken the sine; its image must not show.
        foreach (double share in new[] { 0.92, 0.95, 0.98, 0.995 })
            worst = Math.Max(worst, Play(share * lower).Residue);

        // Above the output's Nyquist frequency nothing may remain: from its edge, densely, then over the whole band.
        double top = inputRate / 2.0 / lower;
        for (double share = 1; share < top; share = share < 1.2 ? share + 0.011 : share * 1.13)
            worst = Math.Max(worst, Play(share * lower).Residue);
        return (ripple, worst);

        (double Gain, double Residue) Play(double frequency)
        {
            var resampler = new StreamingResampler(inputRate, outputRate);
            int kept = outputRate > inputRate ? 6000 : 1500;
            int margin = 2 * resampler.LookAhead;
            int length = margin * 2 + (int)(kept * (double)inputRate / outputRate) + 1;
            float[] input = new float[length];
            for (int i = 0; i < length; i++)
                input[i] = (float)Math.Sin(2 * Math.PI * (frequency / inputRate * i % 1));
            float[] output = Convert(resampler, input);
            int from = (int)Math.Ceiling(margin * (double)outputRate / inputRate);
            if (frequency >= outputRate / 2.0)
            {
                double power = 0;
                for (int k = from; k < from + kept; k++)
                    power += (double)output[k] * output[k];
                return (0, 10 * Math.Log10(power / kept / 0.5));
            }

            // Gain by least squares against the exact sine: linear phase, so there is no cosine part to allow for.
            double product = 0;
            double square = 0;
            for (int k = from; k < from + kept; k++)
            {
                double exact = Exact(k);
                product += exact * output[k];
                square += exact * exact;
            }

            double gain = product / square;
            double rest = 0;
            for (int k = from; k < from + kept; k++)
                rest += Math.Pow(output[k] - gain * Exact(k), 2);
            return (gain, 10 * Math.Log10(rest / kept / 0.5));

            double Exact(int k) => Math.Sin(2 * Math.PI * (frequency / outputRate * k % 1));
        }
    }

    private static float[] Convert(StreamingResampler resampler, float[] input)
    {
        float[] output = new float[resampler.MaxOutput(input.Length) + resampler.MaxFlush];
        int count = resampler.Process(input, output);
        count += resampler.Flush(output.AsSpan(count));
        return output[..count];
    }

    private static float[] Noise(int length, int seed)
    {
        var random = new Random(seed);
        float[] noise = new float[length];
        for (int i = 0; i < length; i++)
            noise[i] = (float)(random.NextDouble() * 2 - 1);
        return noise;
    }
}
