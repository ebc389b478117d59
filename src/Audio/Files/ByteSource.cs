using System.Buffers;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Files;

/// <summary>
/// Bytes from a file or a pipe with a small look-ahead, so that contents can be recognised before they are consumed,
/// and large reads go straight to the caller's memory. Failures of the stream come out as <see cref="InputException"/>.
/// </summary>
internal sealed class ByteSource : IDisposable
{
    private const int Capacity = 1 << 16;

    private readonly Stream _stream;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Capacity);
    private readonly long _start;
    private int _next;
    private int _end;
    private bool _disposed;

    public ByteSource(Stream stream, string subject)
    {
        _stream = stream;
        Subject = subject;
        CanSeek = stream.CanSeek;
        if (CanSeek)
        {
            _start = stream.Position;
            Length = stream.Length - _start;
        }
    }

    public string Subject { get; }

    public bool CanSeek { get; }

    /// <summary>Bytes from the first to the last, where known.</summary>
    public long? Length { get; }

    /// <summary>Bytes consumed so far.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes not consumed yet, where known.</summary>
    public long? Remaining => Length - Position;

    /// <summary>The stream underneath, at the position that has been consumed.</summary>
    public Stream Detach()
    {
        if (CanSeek)
        {
            _stream.Position = _start + Position;
            _next = _end = 0;
        }

        return _stream;
    }

    /// <summary>Goes to a place counted from the first byte; only where <see cref="CanSeek"/>.</summary>
    public void SeekTo(long position)
    {
        try
        {
            _stream.Position = _start + position;
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            throw IoFault.Reading(Subject, exception);
        }

        _next = _end = 0;
        Position = position;
    }

    /// <summary>Looks at up to <paramref name="count"/> bytes (64 KiB at most) without consuming them; fewer only at the end.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_end - _next < count)
        {
            _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
            _end -= _next;
            _next = 0;
            while (_end < count)
            {
                var read = ReadStream(_buffer.AsSpan(_end, Capacity - _end));
                if (read == 0)
                    break;
                _end += read;
            }
        }

        return _buffer.AsSpan(_next, Math.Min(count, _end - _next));
    }

    /// <summary>Fills <paramref name="destination"/>; returns fewer bytes only at the end.</summary>
    public int Read(Span<byte> destination)
    {
        var done = Math.Min(destination.Length, _end - _next);
        _buffer.AsSpan(_next, done).CopyTo(destination);
        _next += done;
        while (done < destination.Length)
        {
            var read = ReadStream(destination[done..]);
            if (read == 0)
                break;
            done += read;
        }

        Position += done;
        return done;
    }

    /// <summary>Returns what is there, waiting for one byte at most; 0 only at the end.</summary>
    public int ReadSome(Span<byte> destination)
    {
        var done = Math.Min(destination.Length, _end - _next);
        if (done > 0)
        {
            _buffer.AsSpan(_next, done).CopyTo(destination);
            _next += done;
        }
        else
        {
            done = ReadStream(destination);
        }

        Position += done;
        return done;
    }

    /// <summary>Passes over bytes; returns fewer than asked only at the end.</summary>
    public long Skip(long count)
    {
        var buffered = Math.Min(count, _end - _next);
        _next += (int)buffered;
        Position += buffered;
        var done = buffered;
        if (done < count && Length is { } length)
        {
            var step = Math.Min(count - done, Math.Max(0, length - Position));
            SeekTo(Position + step);
            return done + step;
        }

        while (done < count)
        {
            _next = 0;
            _end = ReadStream(_buffer.AsSpan(0, Capacity));
            if (_end == 0)
                break;
            _next = (int)Math.Min(count - done, _end);
            Position += _next;
            done += _next;
        }

        return done;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        ArrayPool<byte>.Shared.Return(_buffer);
        _stream.Dispose();
    }

    private int ReadStream(Span<byte> destination)
    {
        try
        {
            return _stream.Read(destination);
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            throw IoFault.Reading(Subject, exception);
        }
    }
}
