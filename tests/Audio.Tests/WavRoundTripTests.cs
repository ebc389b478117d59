using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using Xunit;

namespace RealtimeEmotion.Audio.Tests;

public sealed class WavRoundTripTests
{
    [Theory]
    [InlineData(SampleEncoding.Unsigned8, 1 / 256.0)]
    [InlineData(SampleEncoding.Pcm16, 1 / 65536.0)]
    [InlineData(SampleEncoding.Pcm24, 1 / 16777216.0)]
    [InlineData(SampleEncoding.Pcm32, 1e-7)]
    [InlineData(SampleEncoding.IeeeFloat32, 0)]
    [InlineData(SampleEncoding.IeeeFloat64, 0)]
    public void What_was_written_is_read(SampleEncoding encoding, double tolerance)
    {
        using var folder = new TemporaryFolder();
        foreach (var channels in (int[])[1, 2, 3, 6, 64])
        {
            var path = folder[$"{channels}.wav"];
            var signal = TestSignal.Noise(1001 * channels, seed: channels);
            WavWriter.WriteAll(path, signal, 44100, channels, encoding);
            var read = AudioReading.ReadInterleaved(path, out var rate, out var readChannels);
            Assert.Equal(44100, rate);
            Assert.Equal(channels, readChannels);
            Assert.Equal(signal.Length, read.Length);
            for (var i = 0; i < signal.Length; i++)
                Assert.InRange(Math.Abs(signal[i] - read[i]), 0, tolerance);
        }
    }
}
