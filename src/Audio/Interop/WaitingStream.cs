using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RealtimeEmotion.Audio.Interop;

/// <summary>A descriptor to read from, that we do not own, where a wait for data can be cancelled.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed partial class WaitingStream(int descriptor, CancellationToken cancellation) : Stream
{
    private const int Interrupted = 4; // EINTR
    private const short Readable = 1; // POLLIN
    private const int PatienceMilliseconds = 100;

    private readonly DescriptorStream _inner = new(descriptor, FileAccess.Read);

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public override unsafe int Read(Span<byte> buffer)
    {
        var wait = new PollDescriptor { Descriptor = descriptor, Events = Readable };
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var ready = Poll(&wait, 1, PatienceMilliseconds);
            if (ready > 0)
                return _inner.Read(buffer); // an end or a fault of the pipe is readable too
            if (ready < 0 && Marshal.GetLastPInvokeError() is var error && error != Interrupted)
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        base.Dispose(disposing);
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    // struct pollfd, the same on every Unix.
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
