using System.Buffers;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>Uncompressed samples from a pipe, handed on as they come: a read waits for one frame and for no more.</summary>
/// <param name="source">At the first sample; not disposed.</param>
/// <param name="format">How samples are kept.</param>
/// <param name="length">Bytes of samples, or null to read to the end.</param>
internal sealed class PcmPipe(ByteSource source, PcmFormat format, long? length) : IDisposable
{
    private const int Capacity = 1 << 15;

    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(Capacity);
    private long _left = length ?? long.MaxValue;
    private int _kept;

    /// <summary>How samples are kept.</summary>
    public PcmFormat Format { get; } = format;

    /// <summary>Reads what is there.</summary>
    /// <param name="interleaved">Room for at least one frame.</param>
    /// <returns>Frames; 0 at the end. An incomplete last frame is left out.</returns>
    public int Read(Span<float> interleaved)
    {
        var size = Format.BytesPerFrame;
        var room = (int)Math.Min(Math.Min(interleaved.Length / Format.Channels, Capacity / size) * (long)size, _kept + _left);
        while (_kept < size)
        {
            if (room <= _kept)
                return 0;
            var read = source.ReadSome(_bytes.AsSpan(_kept, room - _kept));
            if (read == 0)
                return 0;
            _kept += read;
            _left -= read;
        }

        var frames = Math.Min(_kept, room) / size;
        var used = frames * size;
        SampleCodec.Decode(_bytes.AsSpan(0, used), Format, interleaved[..(frames * Format.Channels)]);
        _bytes.AsSpan(used, _kept - used).CopyTo(_bytes);
        _kept -= used;
        return frames;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
