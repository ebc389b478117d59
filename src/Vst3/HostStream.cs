using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>The host's stream of a state or a preset, as a <see cref="Stream"/>. Valid during the call that gave it.</summary>
public sealed unsafe class HostStream : Stream
{
    private const int FromStart = 0;
    private const int FromCurrent = 1;
    private const int FromEnd = 2;

    private readonly void* _stream;

    internal HostStream(void* stream)
    {
        _stream = stream;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length
    {
        get
        {
            long position = Position;
            long length = Seek(0, SeekOrigin.End);
            Position = position;
            return length;
        }
    }

    /// <inheritdoc/>
    public override long Position
    {
        get
        {
            long position = 0;
            Check(Table->Tell(_stream, &position), "tell its position");
            return position;
        }
        set => Seek(value, SeekOrigin.Begin);
    }

    private StreamTable* Table => *(StreamTable**)_stream;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = 0;
        fixed (byte* bytes = buffer)
        {
            // At the end some hosts answer "false" with 0 bytes, some "ok": the count alone counts.
            if (buffer.Length > 0)
                Table->Read(_stream, bytes, buffer.Length, &read);
        }

        return Math.Clamp(read, 0, buffer.Length);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            int written = 0;
            while (written < buffer.Length)
            {
                int now = 0;
                Check(Table->Write(_stream, bytes + written, buffer.Length - written, &now), "take bytes");
                if (now <= 0)
                    throw new IOException("The host's stream took no more bytes.");
                written += now;
            }
        }
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        int mode = origin switch
        {
            SeekOrigin.Begin => FromStart,
            SeekOrigin.Current => FromCurrent,
            _ => FromEnd,
        };
        long position = 0;
        Check(Table->Seek(_stream, offset, mode, &position), "seek");
        return position;
    }

    /// <summary>Not possible: VST3 streams have no fixed length to set.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void SetLength(long value) => throw new NotSupportedException("A host's stream cannot be cut.");

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    private static void Check(int result, string what)
    {
        if (result != Result.Ok)
            throw new IOException($"The host's stream did not {what}: {Result.Name(result)}.");
    }
}
