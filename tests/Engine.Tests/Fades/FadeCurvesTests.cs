using RealtimeEmotion.Engine.Fades;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Fades;

public sealed class FadeCurvesTests
{
    public static TheoryData<FadeCurve> Curves => new(FadeCurves.All);

    [Theory]
    [InlineData(64)]
    [InlineData(1000)]
    public void Gains_are_ffmpegs_to_the_last_bit(int length)
    {
        int seen = 0;
        int bitEqual = 0;
        int all = 0;
        foreach ((bool fadeIn, string file) in new[] { (true, $"gains_in_{length}.csv"), (false, $"gains_out_{length}.csv") })
        {
            foreach ((string name, double[] gains) in FadeGolden.Read(file))
            {
                Assert.True(FadeCurves.TryParse(name, out FadeCurve curve), name);
                Assert.Equal(length, gains.Length);
                seen++;
                for (int k = 0; k < length; k++)
                {
                    double gain = FadeCurves.Gain(curve, (double)(fadeIn ? k : length - k) / length);

                    // The last bit of sin, exp, … is the C library's business; after rounding to 32 bits none differs.
                    Assert.Equal(gains[k], gain, 1e-15);
                    Assert.Equal((float)gains[k], (float)gain);
                    all++;
                    if (BitConverter.DoubleToInt64Bits(gain) == BitConverter.DoubleToInt64Bits(gains[k]))
                        bitEqual++;
                }
            }
        }

        Assert.Equal(40, seen);
        TestContext.Current.TestOutputHelper!.WriteLine($"{bitEqual} of {all} gains are bit-equal");
    }

    [Fact]
    public void There_are_24_curves_of_ffmpeg_and_the_sigmoid()
    {
        string[] names =
        [
            "tri", "qsin", "esin", "hsin", "log", "ipar", "qua", "cub", "squ", "cbr", "par", "exp", "iqsin", "ihsin", "dese",
            "desi", "losi", "sinc", "isinc", "quat", "quatr", "qsin2", "hsin2", "nofade", "sigmoid",
        ];
        Assert.Equal(names, FadeCurves.All.Select(FadeCurves.Name));
        Assert.Equal(Enumerable.Range(0, 25), FadeCurves.All.Select(curve => (int)curve));
        foreach (FadeCurve curve in FadeCurves.All)
        {
            Assert.True(FadeCurves.TryParse(FadeCurves.Name(curve).ToUpperInvariant(), out FadeCurve found));
            Assert.Equal(curve, found);
            Assert.Equal(curve, FadeCurves.Parse(FadeCurves.Name(curve)));
            Assert.NotEmpty(FadeCurves.Describe(curve));
        }

        Assert.False(FadeCurves.TryParse("linear", out _));
        Assert.False(FadeCurves.TryParse("", out _));
        InputException error = Assert.Throws<InputException>(() => FadeCurves.Parse("linear"));
        Assert.StartsWith("'linear': no fade curve has this name. Choose one of tri, qsin,", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => FadeCurves.Name((FadeCurve)25));
        Assert.Throws<ArgumentOutOfRangeException>(() => FadeCurves.Describe((FadeCurve)(-1)));
    }

    [Fact]
    public void The_four_newer_curves_follow_their_formulas()
    {
        for (int k = 0; k <= 1000; k++)
        {
            double x = k / 1000.0;
            Assert.Equal(Math.Pow(x, 4), FadeCurves.Gain(FadeCurve.Quat, x), 1e-15);
            Assert.Equal(Math.Sqrt(Math.Sqrt(x)), FadeCurves.Gain(FadeCurve.Quatr, x), 1e-15);
            Assert.Equal((1 - Math.Cos(Math.PI * x)) / 2, FadeCurves.Gain(FadeCurve.QSin2, x), 1e-15);
            Assert.Equal(Math.Pow(Math.Sin(Math.PI * x / 2), 4), FadeCurves.Gain(FadeCurve.HSin2, x), 1e-15);
        }

        // Half way in closed form.
        Assert.Equal(1.0 / 16, FadeCurves.Gain(FadeCurve.Quat, 0.5));
        Assert.Equal(0.8408964152537145, FadeCurves.Gain(FadeCurve.Quatr, 0.5), 1e-15);
        Assert.Equal(0.5, FadeCurves.Gain(FadeCurve.QSin2, 0.5), 1e-15);
        Assert.Equal(0.25, FadeCurves.Gain(FadeCurve.HSin2, 0.5), 1e-15);
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_curve_rises_from_its_start_to_1_and_has_no_gain_outside(FadeCurve curve)
    {
        double start = curve switch { FadeCurve.NoFade => 1, FadeCurve.Exp => 1e-5, _ => 0 };
        Assert.Equal(start, FadeCurves.Gain(curve, 0), 1e-15);
        Assert.Equal(1, FadeCurves.Gain(curve, 1), 1e-15);
        Assert.Equal(FadeCurves.Gain(curve, 0), FadeCurves.Gain(curve, -3));
        Assert.Equal(FadeCurves.Gain(curve, 0), FadeCurves.Gain(curve, double.NaN));
        Assert.Equal(FadeCurves.Gain(curve, 1), FadeCurves.Gain(curve, 3));
        Assert.Equal(FadeCurves.Gain(curve, 1), FadeCurves.Gain(curve, double.PositiveInfinity));
        double last = -1;
        for (int k = 0; k <= 20000; k++)
        {
            double gain = FadeCurves.Gain(curve, k / 20000.0);

            // To within rounding, a curve never turns back.
            Assert.True(gain >= last - 1e-15, $"{curve} falls at {k}");
            Assert.InRange(gain, 0, 1);
            last = gain;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-9)]
    [InlineData(0.001)]
    [InlineData(1)]
    [InlineData(FadeCurves.DefaultShape)]
    [InlineData(40)]
    [InlineData(1e9)]
    [InlineData(double.NaN)]
    [InlineData(-5)]
    public void The_sigmoid_is_symmetric_and_monotone_for_every_shape(double shape)
    {
        double last = -1;
        for (int k = 0; k <= 1000; k++)
        {
            double gain = FadeCurves.Gain(FadeCurve.Sigmoid, k / 1000.0, shape);
            Assert.True(gain >= last);
            Assert.Equal(1, gain + FadeCurves.Gain(FadeCurve.Sigmoid, 1 - k / 1000.0, shape), 1e-9);
            last = gain;
        }

        Assert.Equal(0, FadeCurves.Gain(FadeCurve.Sigmoid, 0, shape));
        Assert.Equal(1, FadeCurves.Gain(FadeCurve.Sigmoid, 1, shape));
    }

    [Fact]
    public void The_sigmoids_shape_is_its_steepness()
    {
        // Scaled logistic = 1/2 + tanh(shape (2x - 1) / 2) / (2 tanh(shape / 2)).
        foreach (double shape in new[] { 0.5, 2, 6, 15 })
        {
            for (int k = 0; k <= 100; k++)
            {
                double x = k / 100.0;
                double expected = 0.5 + Math.Tanh(shape * (2 * x - 1) / 2) / (2 * Math.Tanh(shape / 2));
                Assert.Equal(expected, FadeCurves.Gain(FadeCurve.Sigmoid, x, shape), 1e-14);
            }
        }

        Assert.Equal(0.3, FadeCurves.Gain(FadeCurve.Sigmoid, 0.3, 0));
        Assert.Equal(0.3, FadeCurves.Gain(FadeCurve.Sigmoid, 0.3, 1e-6), 1e-9);
        Assert.Equal(FadeCurves.Gain(FadeCurve.Losi, 0.3), FadeCurves.Gain(FadeCurve.Sigmoid, 0.3, 1 / (1 - 0.787) - 1));
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Map_gives_the_same_bits_as_Gain(FadeCurve curve)
    {
        var random = new Random(1);
        double[] positions = [.. Enumerable.Range(0, 103).Select(_ => random.NextDouble() * 1.2 - 0.1)];
        double[] gains = [.. positions];
        FadeCurves.Map(curve, 3, gains);
        for (int i = 0; i < positions.Length; i++)
            Assert.Equal(FadeCurves.Gain(curve, positions[i], 3), gains[i]);
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void PositionOf_finds_the_place_of_a_gain(FadeCurve curve)
    {
        if (curve == FadeCurve.NoFade)
        {
            Assert.Equal(0, FadeCurves.PositionOf(curve, 0.5));
            return;
        }

        double[] gains = [1e-12, 1e-6, 1e-4, .. Enumerable.Range(1, 99).Select(k => k / 100.0), 1 - 1e-6, 1 - 1e-9];
        foreach (double gain in gains)
        {
            double position = FadeCurves.PositionOf(curve, gain);
            double nearest = Math.Max(gain, FadeCurves.Gain(curve, 0));

            // Where a curve stands upright at an end, neighbouring numbers there are 1e-8 (Dese: 4e-6) apart in gain.
            double tolerance = curve switch
            {
                FadeCurve.Par or FadeCurve.IQSin or FadeCurve.IHSin => 2e-8,
                FadeCurve.Dese => gain > 0.99 ? 4e-6 : 1e-11,
                _ => 1e-15,
            };
            Assert.Equal(nearest, FadeCurves.Gain(curve, position), tolerance);
        }

        Assert.Equal(0, FadeCurves.PositionOf(curve, 0));
        Assert.Equal(0, FadeCurves.PositionOf(curve, -1));
        Assert.Equal(0, FadeCurves.PositionOf(curve, double.NaN));
        Assert.Equal(1, FadeCurves.PositionOf(curve, 1));
        Assert.Equal(1, FadeCurves.PositionOf(curve, 2));
    }
}
