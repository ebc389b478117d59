using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Tests.Features;

public sealed class WindowAugmentationTests
{
    private const int Bands = 32;
    private const int Frames = 20;
    private static readonly AugmentationSettings None = AugmentationSettings.None;

    [Fact]
    public void With_every_range_zero_nothing_changes()
    {
        var augmentation = new WindowAugmentation(None, Bands, Frames);
        augmentation.Draw(new Random(1));
        Assert.All(Enumerable.Range(0, Bands), b => Assert.Equal(-12.5f, augmentation.Apply(-12.5f, b)));
        Assert.Equal(Frames, augmentation.Heard);
        float[] window = [.. Enumerable.Range(0, Bands * Frames).Select(i => i + 1f)];
        float[] masked = [.. window];
        augmentation.Mask(masked, new Random(1));
        Assert.Equal(window, masked);
    }

    [Fact]
    public void Gain_stays_within_its_range_and_is_one_value_for_all_bands()
    {
        var augmentation = new WindowAugmentation(None with { MostAttenuation = 20, MostGain = 6 }, Bands, Frames);
        var random = new Random(2);
        for (int i = 0; i < 200; i++)
        {
            augmentation.Draw(random);
            float gain = augmentation.Apply(0, 0);
            Assert.InRange(gain, -20, 6);
            Assert.All(Enumerable.Range(0, Bands), b => Assert.Equal(gain, augmentation.Apply(0, b), 4));
        }
    }

    [Fact]
    public void Noise_adds_its_power()
    {
        var augmentation = new WindowAugmentation(None with { NoiseShare = 1 }, Bands, Frames);
        augmentation.Draw(new Random(3));
        double noise = Math.Pow(10, augmentation.Apply(-300, 4) / 10);
        double together = Math.Pow(10, augmentation.Apply(-40, 4) / 10);
        Assert.Equal(noise + 1e-4, together, 1e-4 * together);
        Assert.InRange(10 * Math.Log10(noise), -80.001, -19.999);
    }

    [Fact]
    public void A_low_pass_takes_the_top_and_leaves_the_bottom()
    {
        var augmentation = new WindowAugmentation(None with { LowPassShare = 1 }, Bands, Frames);
        var random = new Random(4);
        int dull = 0;
        for (int i = 0; i < 50; i++)
        {
            augmentation.Draw(random);
            Assert.Equal(0, augmentation.Apply(0, 0));
            dull += augmentation.Apply(0, Bands - 1) < -20 ? 1 : 0;
        }

        Assert.InRange(dull, 35, 50);
    }

    [Fact]
    public void Masks_blank_whole_bands_and_whole_frames_up_to_their_widest()
    {
        var augmentation = new WindowAugmentation(None with { WidestBandMask = 0.25, LongestFrameMask = 0.5 }, Bands, Frames);
        var random = new Random(5);
        for (int i = 0; i < 50; i++)
        {
            float[] window = [.. Enumerable.Repeat(1f, Bands * Frames)];
            augmentation.Mask(window, random);
            int bands = Enumerable.Range(0, Bands).Count(b => window.AsSpan(b * Frames, Frames).IndexOf(1f) < 0);
            int frames = Enumerable.Range(0, Frames).Count(k => Enumerable.Range(0, Bands).All(b => window[(b * Frames) + k] == 0));
            Assert.InRange(bands, 0, Bands / 4);
            Assert.InRange(frames, 0, Frames / 2);
            Assert.Equal((bands * Frames) + (frames * Bands) - (bands * frames), window.Count(v => v == 0));
        }
    }
}
