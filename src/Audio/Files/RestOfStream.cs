namespace RealtimeEmotion.Audio.Files;

/// <summary>
/// What is left of a seekable stream, as a stream of its own: its position 0 is where the other stood. For decoders that go
/// back to the beginning by themselves. Owns the other stream.
/// </summary>
internal sealed class RestOfStream(Stream whole) : Stream
{
    private readonly long _start = whole.Position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => Math.Max(0, whole.Length - _start);

    public override long Position
    {
        get => whole.Position - _start;
        set => whole.Position = _start + value;
    }

    public override int Read(byte[] buffer, int offset, int count) => whole.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => whole.Read(buffer);

    public override long Seek(long offset, SeekOrigin origin)
    {
        long from = origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => Position,
            _ => Length,
        };
        if (from + offset < 0)
            throw new IOException("There is nothing before the beginning.");
        return Position = from + offset;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            whole.Dispose();
        base.Dispose(disposing);
    }
}
