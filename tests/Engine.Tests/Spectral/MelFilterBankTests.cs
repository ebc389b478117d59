using CsCheck;
using RealtimeEmotion.Engine.Spectral;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Spectral;

public sealed class MelFilterBankTests
{
    [Fact]
    public void Apply_is_the_weighted_sum_of_each_run() =>
        Gen.Select(AnySettings.All, Gen.Int).Sample(
            (settings, seed) =>
            {
                var bank = new MelFilterBank(settings);
                float[] bins = [.. RealFftTests.Noise(bank.Bins, seed).Select(MathF.Abs)], bands = new float[bank.Bands];
                bank.Apply(bins, bands);
                for (int band = 0; band < bands.Length; band++)
                {
                    double expected = 0;
                    ReadOnlySpan<float> weights = bank.Weights(band);
                    for (int i = 0; i < weights.Length; i++)
                    {
                        expected += (double)weights[i] * bins[bank.FirstBin(band) + i];
                    }

                    Assert.Equal(expected, bands[band], 1e-6 * Math.Max(expected, 1e-6));
                }
            },
            iter: 200);

    [Fact]
    public void Triangles_of_height_one_share_every_bin_between_their_tips()
    {
        foreach (MelSlope slope in Enum.GetValues<MelSlope>())
        {
            var bank = new MelFilterBank(new FrontEndSettings { MelNorm = MelNorm.None, MelSlope = slope, MelBands = 40 });
            var shares = new double[bank.Bins];
            for (int band = 0; band < bank.Bands; band++)
            {
                for (int i = 0; i < bank.Weights(band).Length; i++)
                {
                    shares[bank.FirstBin(band) + i] += bank.Weights(band)[i];
                }
            }

            int first = (int)Math.Ceiling(MelAxis.ToHertz(MelAxis.ToMel(11025, MelScale.Slaney) / 41, MelScale.Slaney) * 2048 / 22050);
            int last = (int)Math.Floor(MelAxis.ToHertz(MelAxis.ToMel(11025, MelScale.Slaney) * 40 / 41, MelScale.Slaney) * 2048 / 22050);
            for (int bin = first; bin <= last; bin++)
            {
                Assert.Equal(1, shares[bin], 1e-6);
            }
        }
    }

    [Fact]
    public void The_slaney_bank_is_NWaves()
    {
        const int Bands = 64, Size = 1024, Rate = 22050;
        var ours = new MelFilterBank(new FrontEndSettings { FftSize = Size, WindowLength = Size, MelBands = Bands });
        float[][] theirs = NWaves.Filters.Fda.FilterBanks.MelBankSlaney(Bands, Size, Rate);
        for (int band = 0; band < Bands; band++)
        {
            for (int i = 0; i < ours.Weights(band).Length; i++)
            {
                Assert.Equal(theirs[band][ours.FirstBin(band) + i], ours.Weights(band)[i], 1e-4);
            }
        }
    }

    [Fact]
    public void Spans_of_other_lengths_are_refused()
    {
        var bank = new MelFilterBank(new FrontEndSettings());
        Assert.Throws<ArgumentException>(() => bank.Apply(new float[1024], new float[128]));
        Assert.Throws<ArgumentException>(() => bank.Apply(new float[1025], new float[127]));
    }
}
