using System.Buffers;
using System.Runtime.InteropServices;
using RealtimeEmotion.Audio.Files;

namespace RealtimeEmotion.Audio.Formats;

/// <summary>Uncompressed samples from a stream that stands at the first of them.</summary>
internal sealed class PcmSource : IAudioSource
{
    private const int BlockBytes = 1 << 18;

    private readonly ByteSource _source;
    private readonly PcmFormat _format;
    private readonly byte[]? _block;
    private long _left;
    private long _framesRead;
    private string? _warning;
    private bool _ended;
    private bool _disposed;

    /// <param name="source">At the first sample.</param>
    /// <param name="format">How samples are kept.</param>
    /// <param name="dataLength">Bytes of samples, or null to read to the end.</param>
    /// <param name="name">The file format in words: "WAV".</param>
    /// <param name="warning">What is odd about the file already.</param>
    public PcmSource(ByteSource source, PcmFormat format, long? dataLength, string name, string? warning)
    {
        _source = source;
        _format = format;
        _left = dataLength ?? long.MaxValue;
        _warning = warning;
        LengthFrames = dataLength / format.BytesPerFrame;
        Format = $"{name}, {format.Name}";
        if (format is not { Encoding: SampleEncoding.IeeeFloat32, BigEndian: false })
            _block = ArrayPool<byte>.Shared.Rent(BlockBytes);
    }

    /// <summary>How the file keeps its samples.</summary>
    public SampleEncoding Encoding => _format.Encoding;

    public int SampleRate => _format.SampleRate;

    public int Channels => _format.Channels;

    public long? LengthFrames { get; }

    public string Format { get; }

    public string? Warning => _warning;

    public int Read(Span<float> interleaved)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (interleaved.Length < Channels)
            throw new ArgumentException($"Room for a frame of {Channels} samples is needed.", nameof(interleaved));
        var wanted = interleaved.Length / Channels;
        var done = 0;
        while (done < wanted && !_ended)
        {
            var room = interleaved[(done * Channels)..];
            done += _block is null ? ReadDirect(room) : ReadBlock(room);
        }

        return done;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (_block is not null)
            ArrayPool<byte>.Shared.Return(_block);
        _source.Dispose();
    }

    private int ReadDirect(Span<float> room) =>
        ReadBytes(MemoryMarshal.AsBytes(room), room.Length / Channels);

    private int ReadBlock(Span<float> room)
    {
        var frames = Math.Min(room.Length / Channels, BlockBytes / _format.BytesPerFrame);
        frames = ReadBytes(_block, frames);
        SampleCodec.Decode(_block.AsSpan(0, frames * _format.BytesPerFrame), _format, room[..(frames * Channels)]);
        return frames;
    }

    private int ReadBytes(Span<byte> bytes, int frames)
    {
        var size = _format.BytesPerFrame;
        var wanted = (int)Math.Min((long)frames * size, _left);
        var read = _source.Read(bytes[..wanted]);
        _left -= read;
        _framesRead += read / size;
        if (read < wanted || _left == 0)
            End(read, wanted);
        return read / size;
    }

    private void End(int read, int wanted)
    {
        _ended = true;
        var partial = read % _format.BytesPerFrame;
        if (read < wanted && LengthFrames is { } promised)
            Remark($"its header promises {promised} frames and it ends after {_framesRead}");
        if (partial != 0)
            Remark($"its last {partial} bytes are no whole frame and are left out");
    }

    private void Remark(string text) => _warning = _warning is null ? text : $"{_warning}; {text}";
}
