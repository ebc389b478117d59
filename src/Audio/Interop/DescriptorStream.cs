using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RealtimeEmotion.Audio.Interop;

/// <summary>
/// read(2) and write(2) on a descriptor that we do not own. A <see cref="FileStream"/> would write to a redirected file at
/// positions of its own count and leave the shared one behind, so that the next program overwrote it.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed partial class DescriptorStream(int descriptor, FileAccess access) : Stream
{
    private const int Interrupted = 4; // EINTR
    private const int MostBytes = 1 << 30;

    public override bool CanRead => access == FileAccess.Read;

    public override bool CanWrite => access == FileAccess.Write;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var read = ReadBytes(descriptor, start, (nuint)Math.Min(buffer.Length, MostBytes));
                if (read >= 0)
                    return (int)read;
                ThrowUnlessInterrupted();
            }
        }
    }

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            for (var done = 0; done < buffer.Length;)
            {
                var written = WriteBytes(descriptor, start + done, (nuint)Math.Min(buffer.Length - done, MostBytes));
                if (written >= 0)
                    done += (int)written;
                else
                    ThrowUnlessInterrupted();
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static void ThrowUnlessInterrupted()
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != Interrupted)
            throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint ReadBytes(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint WriteBytes(int descriptor, byte* buffer, nuint count);
}
