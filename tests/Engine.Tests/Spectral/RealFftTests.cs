using System.Numerics;
using CsCheck;
using RealtimeEmotion.Engine.Spectral;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Spectral;

public sealed class RealFftTests
{
    public static TheoryData<int, string> SizesAndPaths()
    {
        var cases = new TheoryData<int, string>();
        for (int size = 16; size <= 65536; size *= 2)
        {
            foreach (FftPath path in Enum.GetValues<FftPath>())
            {
                // A path that a small size cannot fill is no case; one that the processor lacks is a skipped case.
                if (size >= FftPlan.SmallestSize(1 << (int)path))
                {
                    cases.Add(size, path.ToString());
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(SizesAndPaths))]
    public void Bins_are_the_definitions(int size, string path)
    {
        RealFft fft = Create(size, path);
        float[] samples = Noise(size, seed: size);
        (double[] re, double[] im) = Forward(fft, samples);
        Complex[] expected = size <= 2048 ? Naive(samples) : Reference(samples);
        double scale = Math.Sqrt(size);
        for (int k = 0; k < fft.Bins; k++)
        {
            Assert.Equal(expected[k].Real, re[k], 1e-14 * scale * BitOperations.Log2((uint)size));
            Assert.Equal(expected[k].Imaginary, im[k], 1e-14 * scale * BitOperations.Log2((uint)size));
        }
    }

    [Theory]
    [MemberData(nameof(SizesAndPaths))]
    public void Powers_are_the_bins_squares(int size, string path)
    {
        RealFft fft = Create(size, path);
        float[] samples = Noise(size, seed: 3 * size);
        (double[] re, double[] im) = Forward(fft, samples);
        var power = new float[fft.Bins];
        fft.Power(samples, power);
        for (int k = 0; k < power.Length; k++)
        {
            double expected = (re[k] * re[k]) + (im[k] * im[k]);
            Assert.Equal(expected, power[k], 1e-7 * expected);
        }
    }

    [Theory]
    [MemberData(nameof(SizesAndPaths))]
    public void Energy_is_the_same_in_time_and_frequency(int size, string path)
    {
        RealFft fft = Create(size, path);
        float[] samples = Noise(size, seed: 7 * size);
        (double[] re, double[] im) = Forward(fft, samples);
        double frequency = 0;
        for (int k = 0; k < fft.Bins; k++)
        {
            frequency += (k == 0 || k == size / 2 ? 1 : 2) * ((re[k] * re[k]) + (im[k] * im[k]));
        }

        double time = samples.Sum(x => (double)x * x);
        Assert.Equal(time, frequency / size, 1e-13 * time);
    }

    [Theory]
    [MemberData(nameof(SizesAndPaths))]
    public void A_single_sample_gives_a_single_turning_pointer(int size, string path)
    {
        RealFft fft = Create(size, path);
        foreach (int at in new[] { 0, 1, 7, 8, size / 2, size - 1 })
        {
            var samples = new float[size];
            samples[at] = 0.75f;
            (double[] re, double[] im) = Forward(fft, samples);
            for (int k = 0; k < fft.Bins; k++)
            {
                double turn = -2.0 * ((long)at * k % size) / size;
                Assert.Equal(0.75 * double.CosPi(turn), re[k], 1e-14);
                Assert.Equal(0.75 * double.SinPi(turn), im[k], 1e-14);
            }
        }
    }

    [Fact]
    public void The_transform_is_linear() =>
        Gen.Select(Gen.Int[4, 11], Gen.Int, Gen.Double[-2, 2]).Sample(
            (bits, seed, factor) =>
            {
                int size = 1 << bits;
                float[] x = Noise(size, seed), y = Noise(size, seed ^ 0x5a5a);
                float exact = (float)(Math.Round(factor * 16) / 16);
                float[] sum = [.. x.Zip(y, (a, b) => (MathF.Round(a * 1024) / 1024) + (exact * (MathF.Round(b * 1024) / 1024)))];
                x = [.. x.Select(a => MathF.Round(a * 1024) / 1024)];
                y = [.. y.Select(a => MathF.Round(a * 1024) / 1024)];
                var fft = new RealFft(size);
                (double[] xr, double[] xi) = Forward(fft, x);
                (double[] yr, double[] yi) = Forward(fft, y);
                (double[] sr, double[] si) = Forward(fft, sum);
                for (int k = 0; k < fft.Bins; k++)
                {
                    Assert.Equal(xr[k] + (exact * yr[k]), sr[k], 1e-11);
                    Assert.Equal(xi[k] + (exact * yi[k]), si[k], 1e-11);
                }
            },
            iter: 200);

    [Fact]
    public void NWaves_agrees_in_single_precision()
    {
        const int Size = 2048;
        float[] samples = Noise(Size, seed: 5);
        (double[] re, double[] im) = Forward(new RealFft(Size), samples);
        var other = new NWaves.Transforms.RealFft(Size);
        float[] otherRe = new float[Size], otherIm = new float[Size];
        other.Direct(samples, otherRe, otherIm);
        for (int k = 0; k <= Size / 2; k++)
        {
            Assert.Equal(re[k], otherRe[k], 1e-3);
            Assert.Equal(im[k], otherIm[k], 1e-3);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(1000)]
    [InlineData(131072)]
    public void Other_sizes_are_refused(int size) => Assert.Throws<ArgumentOutOfRangeException>(() => new RealFft(size));

    [Fact]
    public void Spans_that_are_too_short_are_refused()
    {
        var fft = new RealFft(64);
        Assert.Throws<ArgumentException>(() => fft.Power(new float[63], new float[33]));
        Assert.Throws<ArgumentException>(() => fft.Power(new float[64], new float[32]));
        Assert.Throws<ArgumentException>(() => fft.Forward(new float[64], new double[33], new double[32]));
    }

    [Fact]
    public void The_widest_vectors_of_the_processor_are_taken()
    {
        FftPath widest = Enum.GetValues<FftPath>().Where(path => RealFft.IsSupported(path, 2048)).Max();
        Assert.Equal(widest, new RealFft(2048).Path);
    }

    internal static float[] Noise(int length, int seed)
    {
        var random = new Random(seed);
        var samples = new float[length];
        foreach (ref float sample in samples.AsSpan())
        {
            sample = (float)((2 * random.NextDouble()) - 1);
        }

        return samples;
    }

    private static RealFft Create(int size, string path)
    {
        FftPath wanted = Enum.Parse<FftPath>(path);
        Assert.SkipUnless(RealFft.IsSupported(wanted, size), $"This processor has no {path}.");
        return new RealFft(size, wanted);
    }

    private static (double[] Real, double[] Imaginary) Forward(RealFft fft, float[] samples)
    {
        double[] re = new double[fft.Bins], im = new double[fft.Bins];
        fft.Forward(samples, re, im);
        return (re, im);
    }

    private static Complex[] Naive(float[] samples)
    {
        int size = samples.Length;
        var roots = new Complex[size];
        for (int n = 0; n < size; n++)
        {
            roots[n] = new Complex(double.CosPi(2.0 * n / size), -double.SinPi(2.0 * n / size));
        }

        var bins = new Complex[(size / 2) + 1];
        for (int k = 0; k < bins.Length; k++)
        {
            for (int n = 0; n < size; n++)
            {
                bins[k] += samples[n] * roots[(int)((long)n * k % size)];
            }
        }

        return bins;
    }

    /// <summary>The textbook's recursion: even and odd halves.</summary>
    private static Complex[] Reference(float[] samples)
    {
        return Transform([.. samples.Select(x => new Complex(x, 0))])[..((samples.Length / 2) + 1)];

        static Complex[] Transform(Complex[] x)
        {
            int size = x.Length;
            if (size == 1)
            {
                return x;
            }

            Complex[] even = Transform([.. x.Where((_, n) => n % 2 == 0)]), odd = Transform([.. x.Where((_, n) => n % 2 == 1)]);
            var bins = new Complex[size];
            for (int k = 0; k < size / 2; k++)
            {
                Complex turned = odd[k] * new Complex(double.CosPi(2.0 * k / size), -double.SinPi(2.0 * k / size));
                bins[k] = even[k] + turned;
                bins[k + (size / 2)] = even[k] - turned;
            }

            return bins;
        }
    }
}
