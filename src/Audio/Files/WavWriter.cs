using System.Buffers;
using System.Buffers.Binary;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Files;

/// <summary>
/// Writes a WAV: PCM of 8, 16, 24 or 32 bits, or floats of 32 or 64; with WAVE_FORMAT_EXTENSIBLE where there are more
/// than two channels or PCM of more than 16 bits; as RF64 (EBU Tech 3306) once it passes 4 GiB. To a path it appears whole
/// or not at all (<see cref="AtomicFile"/>): without <see cref="Complete"/> nothing remains. PCM is rounded to the nearest
/// value, ties to even, and clipped at full scale; NaN becomes 0. Not thread-safe.
/// </summary>
public sealed class WavWriter : IDisposable
{
    private const int BlockBytes = 1 << 18;
    private const int RiffSizeAt = 4;
    private const int ReservedAt = 12;
    private const int Ds64Length = 28;

    private readonly AtomicFile? _file;
    private readonly Stream _stream;
    private readonly PcmFormat _format;
    private readonly string _subject;
    private readonly bool _seekable;
    private readonly long _start;
    private readonly long? _expectedFrames;
    private readonly byte[] _block = ArrayPool<byte>.Shared.Rent(BlockBytes);
    private int _headerLength;
    private int _factAt = -1;
    private int _filled;
    private bool _completed;
    private bool _disposed;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will stand, or <c>-</c> for standard output.</param>
    /// <param name="sampleRate">Frames a second.</param>
    /// <param name="channels">Samples a frame, 1 to 64.</param>
    /// <param name="encoding">How samples are kept; the signed 8-bit and companded encodings are not WAV's.</param>
    /// <param name="expectedFrames">How many frames will come where that is known; a pipe's header needs it, for it cannot be corrected.</param>
    /// <exception cref="InputException">The file cannot be made.</exception>
    public WavWriter(string path, int sampleRate, int channels, SampleEncoding encoding = SampleEncoding.IeeeFloat32, long? expectedFrames = null)
        : this(Begin(path, out var file), path == AudioFile.Pipe ? StandardStreams.OutputName : path, sampleRate, channels, encoding, expectedFrames)
    {
        _file = file;
    }

    /// <summary>Begins a WAV in a stream, which is left open.</summary>
    /// <inheritdoc cref="WavWriter(string, int, int, SampleEncoding, long?)"/>
    public WavWriter(Stream stream, string subject, int sampleRate, int channels, SampleEncoding encoding = SampleEncoding.IeeeFloat32, long? expectedFrames = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, AudioLimits.MostChannels);
        if (encoding == SampleEncoding.Signed8)
            throw new ArgumentException("WAV keeps 8-bit samples unsigned.", nameof(encoding));
        _stream = stream;
        _subject = subject;
        _seekable = stream.CanSeek;
        _start = _seekable ? stream.Position : 0;
        _expectedFrames = expectedFrames;
        _format = new PcmFormat(encoding, BigEndian: false, channels, sampleRate);
        BuildHeader();
    }

    /// <summary>Frames written so far.</summary>
    public long FramesWritten { get; private set; }

    /// <summary>Writes a whole sound at once.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void WriteAll(string path, ReadOnlySpan<float> interleaved, int sampleRate, int channels = 1, SampleEncoding encoding = SampleEncoding.IeeeFloat32)
    {
        using var writer = new WavWriter(path, sampleRate, channels, encoding, interleaved.Length / channels);
        writer.Write(interleaved);
        writer.Complete();
    }

    /// <summary>Writes whole frames.</summary>
    /// <exception cref="InputException">The disk is full, or otherwise refuses.</exception>
    /// <exception cref="IOException">The reader of a pipe has gone: <see cref="IoFault.IsBrokenPipe"/>.</exception>
    public void Write(ReadOnlySpan<float> interleaved)
    {
        CheckWhole(interleaved.Length);
        var size = _format.BytesPerSample;
        while (!interleaved.IsEmpty)
        {
            var count = Math.Min((_block.Length - _filled) / size, interleaved.Length);
            SampleCodec.Encode(interleaved[..count], _format, _block.AsSpan(_filled, count * size));
            Advance(count * size);
            interleaved = interleaved[count..];
        }
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{float})"/>
    public void Write(ReadOnlySpan<double> interleaved)
    {
        CheckWhole(interleaved.Length);
        var size = _format.BytesPerSample;
        while (!interleaved.IsEmpty)
        {
            var count = Math.Min((_block.Length - _filled) / size, interleaved.Length);
            SampleCodec.Encode(interleaved[..count], _format, _block.AsSpan(_filled, count * size));
            Advance(count * size);
            interleaved = interleaved[count..];
        }
    }

    /// <summary>Writes what is left, sets the sizes right and lets the file appear.</summary>
    /// <exception cref="InputException">The disk is full, or otherwise refuses.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_completed)
            return;
        var dataLength = FramesWritten * _format.BytesPerFrame;
        if ((dataLength & 1) != 0)
        {
            if (_filled == _block.Length)
                FlushBlock();
            _block[_filled++] = 0;
        }

        FlushBlock();
        if (_seekable && FramesWritten != _expectedFrames)
            CorrectHeader(dataLength);
        _completed = true;
        _file?.Commit();
    }

    /// <summary>Closes the file, and leaves nothing of it unless it was completed.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        ArrayPool<byte>.Shared.Return(_block);
        _file?.Dispose();
    }

    private static Stream Begin(string path, out AtomicFile? file)
    {
        file = path == AudioFile.Pipe ? null : new AtomicFile(path);
        return file is null ? StandardStreams.OpenOutput() : file.Stream;
    }

    private void CheckWhole(int samples)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_completed)
            throw new InvalidOperationException("The file is complete.");
        if (samples % _format.Channels != 0)
            throw new ArgumentException($"Whole frames of {_format.Channels} samples are needed.");
        FramesWritten += samples / _format.Channels;
        if (!_seekable && FramesWritten > _expectedFrames)
            throw new InvalidOperationException("More frames came than the header has promised.");
    }

    private void Advance(int bytes)
    {
        _filled += bytes;
        if (_block.Length - _filled < _format.BytesPerSample)
            FlushBlock();
    }

    private void FlushBlock()
    {
        Put(_block.AsSpan(0, _filled));
        _filled = 0;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception) && !IoFault.IsBrokenPipe(exception))
        {
            throw IoFault.Writing(_subject, exception);
        }
    }

    private void BuildHeader()
    {
        Span<byte> header = stackalloc byte[128];
        header.Clear();
        var extensible = _format.Channels > 2 || !_format.IsFloat && _format.BytesPerSample > 2;
        var tag = _format.Encoding switch
        {
            SampleEncoding.IeeeFloat32 or SampleEncoding.IeeeFloat64 => 3,
            SampleEncoding.ALaw => 6,
            SampleEncoding.MuLaw => 7,
            _ => 1,
        };
        "RIFF"u8.CopyTo(header);
        "WAVE"u8.CopyTo(header[8..]);
        var at = ReservedAt;
        var dataLength = _expectedFrames * _format.BytesPerFrame;
        // A short file of known length needs no room for 64-bit sizes; its header is the 44 bytes that everything reads.
        if (dataLength is null ? _seekable : dataLength > uint.MaxValue - 128)
        {
            "JUNK"u8.CopyTo(header[at..]);
            BinaryPrimitives.WriteInt32LittleEndian(header[(at + 4)..], Ds64Length);
            at += 8 + Ds64Length;
        }

        "fmt "u8.CopyTo(header[at..]);
        var formatLength = extensible ? 40 : tag == 1 ? 16 : 18;
        BinaryPrimitives.WriteInt32LittleEndian(header[(at + 4)..], formatLength);
        var fields = header[(at + 8)..];
        BinaryPrimitives.WriteUInt16LittleEndian(fields, extensible ? (ushort)0xFFFE : (ushort)tag);
        BinaryPrimitives.WriteInt16LittleEndian(fields[2..], (short)_format.Channels);
        BinaryPrimitives.WriteInt32LittleEndian(fields[4..], _format.SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[8..], (uint)Math.Min((long)_format.SampleRate * _format.BytesPerFrame, uint.MaxValue));
        BinaryPrimitives.WriteInt16LittleEndian(fields[12..], (short)_format.BytesPerFrame);
        BinaryPrimitives.WriteInt16LittleEndian(fields[14..], (short)(_format.BytesPerSample * 8));
        if (extensible)
        {
            BinaryPrimitives.WriteInt16LittleEndian(fields[16..], 22);
            BinaryPrimitives.WriteInt16LittleEndian(fields[18..], (short)(_format.BytesPerSample * 8));
            BinaryPrimitives.WriteUInt32LittleEndian(fields[20..], SpeakerMask(_format.Channels));
            fields[24] = (byte)tag;
            ReadOnlySpan<byte> family = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
            family.CopyTo(fields[26..]);
        }

        at += 8 + formatLength;
        if (tag != 1)
        {
            "fact"u8.CopyTo(header[at..]);
            BinaryPrimitives.WriteInt32LittleEndian(header[(at + 4)..], 4);
            _factAt = at + 8;
            at += 12;
        }

        "data"u8.CopyTo(header[at..]);
        _headerLength = at + 8;
        header = header[.._headerLength];
        SetSizes(header, dataLength);
        header.CopyTo(_block);
        _filled = _headerLength;
    }

    private void SetSizes(Span<byte> header, long? dataLength)
    {
        var sizes = header[(_headerLength - 4)..];
        if (dataLength is not { } length)
        {
            // The custom of programs that write to pipes: all ones is "until the end".
            header.Slice(RiffSizeAt, 4).Fill(0xFF);
            sizes[..4].Fill(0xFF);
            return;
        }

        var frames = length / _format.BytesPerFrame;
        var riffLength = _headerLength - 8 + length + (length & 1);
        var large = riffLength > uint.MaxValue - 1;
        if (large)
        {
            "RF64"u8.CopyTo(header);
            "ds64"u8.CopyTo(header[ReservedAt..]);
            var ds64 = header.Slice(ReservedAt + 8, Ds64Length);
            BinaryPrimitives.WriteInt64LittleEndian(ds64, riffLength);
            BinaryPrimitives.WriteInt64LittleEndian(ds64[8..], length);
            BinaryPrimitives.WriteInt64LittleEndian(ds64[16..], frames);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header[RiffSizeAt..], large ? uint.MaxValue : (uint)riffLength);
        BinaryPrimitives.WriteUInt32LittleEndian(sizes, large ? uint.MaxValue : (uint)length);
        if (_factAt >= 0)
            BinaryPrimitives.WriteUInt32LittleEndian(header[_factAt..], (uint)Math.Min(frames, uint.MaxValue));
    }

    private void CorrectHeader(long dataLength)
    {
        Span<byte> header = stackalloc byte[128];
        header = header[.._headerLength];
        try
        {
            var end = _stream.Position;
            _stream.Position = _start;
            _stream.ReadExactly(header);
            SetSizes(header, dataLength);
            _stream.Position = _start;
            _stream.Write(header);
            _stream.Position = end;
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            throw IoFault.Writing(_subject, exception);
        }
    }

    /// <summary>The usual loudspeakers of 1 to 8 channels (mono, stereo, 3.0, quad, 5.0, 5.1, 6.1, 7.1); none beyond.</summary>
    private static uint SpeakerMask(int channels) => channels switch
    {
        1 => 0x4,
        2 => 0x3,
        3 => 0x7,
        4 => 0x33,
        5 => 0x37,
        6 => 0x3F,
        7 => 0x70F,
        8 => 0x63F,
        _ => 0,
    };
}
