using System.Runtime.InteropServices;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine.Fades;

namespace RealtimeEmotion.Audio.Fading;

/// <summary>
/// Applies a plan to samples as a file keeps them. Where the gain is exactly 1 no byte is touched, where it is exactly 0
/// the sample is digital silence; elsewhere the product is computed in double precision and rounded once, for PCM to the
/// nearest value, ties to even (gains are at most 1, so nothing can clip).
/// </summary>
internal sealed class SampleFader(PcmFormat format)
{
    private const int ScratchSamples = 4096;

    private double[]? _scratch;

    /// <summary>Fades whole frames in place.</summary>
    /// <param name="bytes">The frames as the file keeps them.</param>
    /// <param name="plan">The gains.</param>
    /// <param name="position">Place of the first frame in the sound.</param>
    public void Apply(Span<byte> bytes, FadePlan plan, long position)
    {
        var size = format.BytesPerFrame;
        while (!bytes.IsEmpty)
        {
            var region = plan.RegionAt(position, out var end);
            var frames = (int)Math.Min(end - position, bytes.Length / size);
            var part = bytes[..(frames * size)];
            if (region == FadeRegion.Silent)
                part.Fill(SampleCodec.SilentByte(format.Encoding));
            else if (region == FadeRegion.Fading)
                Fade(part, plan, position);
            bytes = bytes[part.Length..];
            position += frames;
        }
    }

    private void Fade(Span<byte> bytes, FadePlan plan, long position)
    {
        if (format is { Encoding: SampleEncoding.IeeeFloat32, BigEndian: false })
        {
            plan.Apply(MemoryMarshal.Cast<byte, float>(bytes), format.Channels, position);
            return;
        }

        if (format is { Encoding: SampleEncoding.IeeeFloat64, BigEndian: false })
        {
            plan.Apply(MemoryMarshal.Cast<byte, double>(bytes), format.Channels, position);
            return;
        }

        _scratch ??= new double[ScratchSamples / format.Channels * format.Channels];
        while (!bytes.IsEmpty)
        {
            var samples = Math.Min(_scratch.Length, bytes.Length / format.BytesPerSample);
            var part = bytes[..(samples * format.BytesPerSample)];
            var numbers = _scratch.AsSpan(0, samples);
            SampleCodec.Decode(part, format, numbers);
            plan.Apply(numbers, format.Channels, position);
            SampleCodec.Encode((ReadOnlySpan<double>)numbers, format, part);
            bytes = bytes[part.Length..];
            position += samples / format.Channels;
        }
    }
}
