using System.Buffers.Binary;
using System.Text;

namespace RealtimeEmotion.Cli.Tests;

/// <summary>WAV files byte by byte, right and wrong ones.</summary>
internal static class Wav
{
    internal static byte[] Pcm16(int rate, int channels, IReadOnlyList<float> interleaved)
    {
        var data = new byte[interleaved.Count * 2];
        for (int i = 0; i < interleaved.Count; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(2 * i), (short)Math.Round(Math.Clamp(interleaved[i], -1, 1) * 32767));
        }

        return File(1, rate, channels, 16, data);
    }

    internal static byte[] Float32(int rate, int channels, IReadOnlyList<float> interleaved)
    {
        var data = new byte[interleaved.Count * 4];
        for (int i = 0; i < interleaved.Count; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4 * i), interleaved[i]);
        }

        return File(3, rate, channels, 32, data);
    }

    internal static byte[] File(int format, int rate, int channels, int bits, byte[] data, params byte[][] otherChunks)
    {
        int frame = channels * bits / 8;
        byte[] fmt = Chunk("fmt ", [.. Short(format), .. Short(channels), .. Int(rate), .. Int(rate * frame), .. Short(frame), .. Short(bits)]);
        byte[] body = [.. "WAVE"u8, .. fmt, .. otherChunks.SelectMany(c => c), .. Chunk("data", data)];
        return [.. "RIFF"u8, .. Int(body.Length), .. body];
    }

    internal static byte[] Chunk(string id, byte[] content) => [.. Encoding.ASCII.GetBytes(id), .. Int(content.Length), .. content, .. (content.Length % 2 == 1 ? new byte[1] : [])];

    /// <summary>A chord that lives a little: something to hear.</summary>
    internal static float[] Music(int rate, double seconds, int channels = 1)
    {
        var samples = new float[(int)(rate * seconds) * channels];
        for (int i = 0; i < samples.Length / channels; i++)
        {
            double t = i / (double)rate;
            double value = 0.2 * (Math.Sin(2 * Math.PI * 220 * t) + Math.Sin(2 * Math.PI * 277.2 * t) + Math.Sin(2 * Math.PI * 329.6 * t)) * (0.6 + (0.4 * Math.Sin(2 * Math.PI * 2 * t)));
            for (int c = 0; c < channels; c++)
            {
                samples[(i * channels) + c] = (float)value;
            }
        }

        return samples;
    }

    private static byte[] Short(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Int(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];
}
