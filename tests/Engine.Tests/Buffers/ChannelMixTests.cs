using RealtimeEmotion.Engine.Buffers;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Buffers;

public sealed class ChannelMixTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(64)]
    public unsafe void Every_layout_gives_the_double_precision_mean(int channels)
    {
        const int Frames = 131;
        var random = new Random(channels);
        float[] interleaved = new float[Frames * channels];
        float[] planar = new float[Frames * channels];
        float[] expected = new float[Frames];
        for (int frame = 0; frame < Frames; frame++)
        {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++)
            {
                float sample = (float)(random.NextDouble() * 2 - 1);
                interleaved[frame * channels + channel] = sample;
                planar[channel * Frames + frame] = sample;
                sum += sample;
            }

            expected[frame] = (float)(sum / channels);
        }

        float[] mono = new float[Frames];
        ChannelMix.ToMono(interleaved, channels, mono);
        Assert.Equal(expected, mono);
        ChannelMix.PlanarToMono(planar, channels, mono);
        Assert.Equal(expected, mono);

        double[] wide = Array.ConvertAll(planar, sample => (double)sample);
        fixed (float* samples = planar)
        fixed (double* wideSamples = wide)
        {
            float** buffers = stackalloc float*[channels];
            double** wideBuffers = stackalloc double*[channels];
            for (int channel = 0; channel < channels; channel++)
            {
                buffers[channel] = samples + channel * Frames;
                wideBuffers[channel] = wideSamples + channel * Frames;
            }

            Array.Clear(mono);
            ChannelMix.ToMono(buffers, channels, mono);
            Assert.Equal(expected, mono);
            Array.Clear(mono);
            ChannelMix.ToMono(wideBuffers, channels, mono);
            Assert.Equal(expected, mono);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e-40f)]
    [InlineData(3e38f)]
    public void A_broken_channel_counts_as_silent_and_spares_the_other(float broken)
    {
        // 9 frames: one in the vector part, one in the rest.
        float[] stereo = new float[18];
        for (int i = 0; i < 9; i++)
            (stereo[2 * i], stereo[2 * i + 1]) = (broken, 0.5f);
        float[] mono = new float[9];
        ChannelMix.ToMono(stereo, 2, mono);
        Assert.All(mono, sample => Assert.Equal(0.25f, sample));
        ChannelMix.ToMono([broken, 0.3f, 0.6f], 3, mono.AsSpan(0, 1));
        Assert.Equal(0.3f, mono[0], 1e-7f);
        ChannelMix.ToMono([broken, 1f], 1, mono.AsSpan(0, 2));
        Assert.Equal([0f, 1f], mono.AsSpan(0, 2));
    }

    [Fact]
    public void Sizes_that_do_not_fit_write_only_whole_frames()
    {
        float[] mono = [9f, 9f, 9f];
        ChannelMix.ToMono([1f, 1f, 1f], 2, mono);
        Assert.Equal([1f, 9f, 9f], mono);
        ChannelMix.ToMono([1f, 2f], 0, mono);
        ChannelMix.PlanarToMono([1f, 2f], 1, mono);
        Assert.Equal([1f, 9f, 9f], mono);
        ChannelMix.ToMono([2f, 2f, 2f], [4f, 4f], mono);
        Assert.Equal([3f, 3f, 9f], mono);
    }
}
