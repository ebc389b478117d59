using System.Buffers.Binary;

namespace RealtimeEmotion.Audio.Tests;

/// <summary>
/// A seekable stream without an end that keeps only its first bytes and its last, so that files beyond 4 GiB can be written
/// in a test; what passes in between is counted.
/// </summary>
internal sealed class EndlessSink : Stream
{
    private const int Kept = 256;

    private readonly byte[] _last = new byte[Kept];
    private long _position;
    private long _length;

    public byte[] First { get; } = new byte[Kept];

    public byte[] Last => _last;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public long Long(int at) => BinaryPrimitives.ReadInt64LittleEndian(First.AsSpan(at));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_position < Kept)
            buffer[..(int)Math.Min(buffer.Length, Kept - _position)].CopyTo(First.AsSpan((int)_position));
        if (_position == _length)
        {
            var tail = buffer[Math.Max(0, buffer.Length - Kept)..];
            _last.AsSpan(tail.Length).CopyTo(_last);
            tail.CopyTo(_last.AsSpan(Kept - tail.Length));
        }

        _position += buffer.Length;
        _length = Math.Max(_length, _position);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count)
    {
        count = (int)Math.Min(count, Kept - _position);
        First.AsSpan((int)_position, count).CopyTo(buffer.AsSpan(offset));
        _position += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
