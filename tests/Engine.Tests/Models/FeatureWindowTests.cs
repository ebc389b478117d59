using CsCheck;
using RealtimeEmotion.Engine.Models;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Models;

public sealed class FeatureWindowTests
{
    private static ModelMetadata Shape(int bands, int frames, LevelNormalisation level = LevelNormalisation.None) => TinyModel.Metadata with
    {
        FrontEnd = TinyModel.FrontEnd with { MelBands = bands },
        WindowFrames = frames,
        LevelNormalisation = level,
        Mean = [0f],
        Deviation = [1f],
    };

    [Fact]
    public void The_window_holds_the_newest_frames_in_order_and_repeats_them_while_it_fills()
    {
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 9], Gen.Int[1, 40]).Sample((bands, frames, pushed) =>
        {
            var window = new FeatureWindow(Shape(bands, frames));
            for (int k = 0; k < pushed; k++)
            {
                float[] frame = [.. Enumerable.Range(0, bands).Select(b => (k * 100f) + b)];
                window.Push(frame);
            }

            int held = Math.Min(pushed, frames);
            Assert.Equal(held, window.Count);
            Assert.Equal(pushed >= frames, window.IsFull);
            float[] actual = new float[bands * frames];
            window.CopyNormalised(actual);
            for (int band = 0; band < bands; band++)
            {
                for (int t = 0; t < frames; t++)
                {
                    int back = (frames - 1 - t) % held;
                    Assert.Equal(((pushed - 1 - back) * 100f) + band, actual[(band * frames) + t]);
                }
            }
        });
    }

    [Fact]
    public void Clearing_forgets()
    {
        var window = new FeatureWindow(Shape(2, 3));
        window.Push([1, 2]);
        window.Clear();
        Assert.Equal(0, window.Count);
        Assert.Throws<InvalidOperationException>(() => window.CopyNormalised(new float[6]));
    }

    [Fact]
    public void Standardisation_is_per_band_or_global()
    {
        var normaliser = new WindowNormaliser(Shape(2, 2) with { Mean = [1, 10], Deviation = [2, 5] });
        float[] values = [3, 5, 20, 0];
        normaliser.Apply(values);
        Assert.Equal([1, 2, 2, -2], values);

        normaliser = new WindowNormaliser(Shape(2, 2) with { Mean = [1], Deviation = [2] });
        values = [3, 5, 21, 1];
        normaliser.Apply(values);
        Assert.Equal([1, 2, 10, 0], values);
    }

    [Fact]
    public void A_gain_is_a_constant_in_decibels_and_the_window_mean_takes_it_out()
    {
        var normaliser = new WindowNormaliser(Shape(3, 17, LevelNormalisation.WindowMean));
        Gen.Select(Gen.Float[-80, 0].Array[51], Gen.Float[-30, 30]).Sample((quiet, gain) =>
        {
            float[] a = [.. quiet];
            float[] b = [.. quiet.Select(v => v + gain)];
            normaliser.Apply(a);
            normaliser.Apply(b);
            for (int i = 0; i < a.Length; i++)
            {
                Assert.Equal(a[i], b[i], 1e-4);
            }

            Assert.Equal(0, a.Average(), 1e-4);
        });
    }

    [Fact]
    public void Pushing_and_copying_allocate_nothing()
    {
        var window = new FeatureWindow(Shape(24, 125, LevelNormalisation.WindowMean));
        float[] frame = new float[24];
        float[] destination = new float[24 * 125];
        window.Push(frame);
        window.CopyNormalised(destination);
        Assert.Equal(0, Allocation.LeastOf(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                window.Push(frame);
                window.CopyNormalised(destination);
            }
        }));
    }
}
