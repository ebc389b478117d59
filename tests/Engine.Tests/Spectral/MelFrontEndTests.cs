using CsCheck;
using RealtimeEmotion.Engine.Spectral;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Spectral;

public sealed class MelFrontEndTests
{
    private static readonly FrontEndSettings Small = new() { SampleRate = 16000, FftSize = 256, WindowLength = 256, HopLength = 64, MelBands = 20, HighestFrequency = 8000 };

    [Fact]
    public void Any_settings_give_what_their_definitions_say() =>
        Gen.Select(AnySettings.All, Gen.Int[0, 900], Gen.Int).Sample(
            (settings, length, seed) =>
            {
                float[] signal = RealFftTests.Noise(length, seed);
                double[][] expected = TextbookFrontEnd.Analyze(settings, signal);
                MelSpectrogram mel = new MelFrontEnd(settings).Analyze(signal);
                Assert.Equal(expected.Length, mel.Frames);
                Assert.Equal(expected.Length, new MelFrontEnd(settings).FrameCount(length));
                double largest = expected.Length == 0 ? 0 : expected.Max(frame => frame.Max(Math.Abs));
                for (int k = 0; k < expected.Length; k++)
                {
                    for (int band = 0; band < mel.Bands; band++)
                    {
                        // Logarithms of weights near an edge magnify the last bit; 10⁻⁶ of the largest value remains.
                        Assert.Equal(expected[k][band], mel.Frame(k)[band], 2e-6 * Math.Max(1, largest));
                    }
                }
            },
            iter: 300);

    [Fact]
    public void A_frame_alone_is_the_frame_of_the_whole() =>
        Gen.Select(AnySettings.All, Gen.Int[600, 900], Gen.Int).Sample(
            (any, length, seed) =>
            {
                FrontEndSettings settings = any with { Centering = Centering.None, TopDecibels = null, PreEmphasis = any.PreEmphasis == PreEmphasisKind.Backward ? PreEmphasisKind.Forward : any.PreEmphasis };
                float[] signal = RealFftTests.Noise(length, seed);
                var frontEnd = new MelFrontEnd(settings);
                MelSpectrogram mel = frontEnd.Analyze(signal);
                var bands = new float[frontEnd.Bands];
                for (int k = 0; k < mel.Frames; k++)
                {
                    frontEnd.ComputeFrame(signal.AsSpan(k * settings.HopLength, frontEnd.InputLength), bands);
                    Assert.Equal(mel.Frame(k), bands);
                }
            },
            iter: 100);

    [Fact]
    public void A_signal_that_is_not_finite_is_one_with_zeros_there()
    {
        float[] clean = RealFftTests.Noise(4000, 1);
        float[] dirty = [.. clean];
        foreach ((int at, float bad) in new[] { (1000, float.NaN), (1001, float.PositiveInfinity), (1500, float.NegativeInfinity), (3999, float.NaN), (0, float.PositiveInfinity) })
        {
            dirty[at] = bad;
            clean[at] = 0;
        }

        foreach (FrontEndSettings settings in new[]
        {
            Small,
            Small with { Centering = Centering.Reflect, PreEmphasis = PreEmphasisKind.Forward },
            Small with { PreEmphasis = PreEmphasisKind.Backward, Spectrum = SpectrumKind.Magnitude },
            Small with { WindowLength = 200, WindowCentred = false, Centering = Centering.None, Compression = Compression.NaturalLog },
        })
        {
            MelSpectrogram got = new MelFrontEnd(settings).Analyze(dirty);
            Assert.All(got.Values, value => Assert.True(float.IsFinite(value)));
            Assert.Equal(new MelFrontEnd(settings).Analyze(clean).Values, got.Values);
        }
    }

    [Theory]
    [InlineData(Compression.None)]
    [InlineData(Compression.NaturalLog)]
    [InlineData(Compression.Decibel)]
    public void The_loudest_signal_there_can_be_stays_finite(Compression compression)
    {
        foreach (SpectrumKind spectrum in Enum.GetValues<SpectrumKind>())
        {
            foreach (Centering centering in Enum.GetValues<Centering>())
            {
                float[] signal = [.. Enumerable.Range(0, 2000).Select(n => n / 16 % 2 == 0 ? float.MaxValue : float.MinValue)];
                MelSpectrogram mel = new MelFrontEnd(Small with { Compression = compression, Spectrum = spectrum, Centering = centering }).Analyze(signal);
                Assert.All(mel.Values, value => Assert.True(float.IsFinite(value)));
                Assert.Contains(mel.Values, value => value > 80);
            }
        }
    }

    [Fact]
    public void Silence_and_denormals_are_the_floor()
    {
        float[] denormals = [.. RealFftTests.Noise(2000, 2).Select(sample => sample * 1e-40f)];
        Assert.Contains(denormals, sample => sample != 0 && !float.IsNormal(sample));
        foreach (float[] signal in new[] { new float[2000], denormals })
        {
            Assert.All(new MelFrontEnd(Small).Analyze(signal).Values, value => Assert.Equal(-100, value, 1e-4));
            Assert.All(new MelFrontEnd(Small with { Compression = Compression.None }).Analyze(signal).Values, value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void No_bin_is_ever_denormal()
    {
        var fft = new RealFft(256);
        var power = new float[fft.Bins];
        for (float level = 1; level > 1e-30f; level *= 0.3f)
        {
            fft.Power([.. RealFftTests.Noise(256, 3).Select(sample => sample * level)], power);
            Assert.All(power, bin => Assert.True(bin == 0 || float.IsNormal(bin)));
        }
    }

    [Fact]
    public void Top_decibels_cut_below_the_signals_maximum()
    {
        float[] signal = [.. Enumerable.Range(0, 4000).Select(n => MathF.Sin(n * 0.3f))];
        MelSpectrogram whole = new MelFrontEnd(Small).Analyze(signal);
        MelSpectrogram cut = new MelFrontEnd(Small with { TopDecibels = 20 }).Analyze(signal);
        float floor = whole.Values.Max() - 20;
        Assert.Contains(whole.Values, value => value < floor);
        for (int n = 0; n < whole.Values.Length; n++)
        {
            Assert.Equal(MathF.Max(whole.Values[n], floor), cut.Values[n]);
        }
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        foreach (FrontEndSettings settings in new[] { Small, Small with { PreEmphasis = PreEmphasisKind.Backward, Spectrum = SpectrumKind.Magnitude }, Small with { WindowLength = 100, WindowCentred = false } })
        {
            var frontEnd = new MelFrontEnd(settings);
            float[] samples = RealFftTests.Noise(frontEnd.InputLength, 4), bands = new float[frontEnd.Bands];
            Assert.Equal(0, Allocation.LeastOf(() =>
            {
                for (int n = 0; n < 1000; n++)
                {
                    samples[5] = n % 2 == 0 ? float.NaN : n;
                    frontEnd.ComputeFrame(samples, bands);
                }
            }));
        }
    }

    [Fact]
    public void Spans_of_other_lengths_are_refused()
    {
        var frontEnd = new MelFrontEnd(Small with { PreEmphasis = PreEmphasisKind.Forward });
        Assert.Equal(257, frontEnd.InputLength);
        Assert.Throws<ArgumentException>(() => frontEnd.ComputeFrame(new float[256], new float[20]));
        Assert.Throws<ArgumentException>(() => frontEnd.ComputeFrame(new float[257], new float[19]));
        Assert.Throws<ArgumentException>(() => frontEnd.Analyze(new float[1000], new float[10]));
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        InputException e = Assert.Throws<InputException>(() => new MelFrontEnd(Small with { FftSize = 1000 }));
        Assert.Contains("fftSize", e.Message, StringComparison.Ordinal);
    }
}
