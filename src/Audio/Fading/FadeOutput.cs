using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Audio.Interop;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Fading;

/// <summary>Where faded bytes go: a file that appears whole or not at all, or standard output.</summary>
internal sealed class FadeOutput : IDisposable
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Bytes that the kernel copies between two looks at the cancellation.</summary>
    private const int KernelBytes = 1 << 26;

    private readonly AtomicFile? _file;
    private readonly Stream _stream;
    private readonly string _subject;
    private byte[]? _block;
    private bool _kernelCopies;

    /// <param name="path">A file, or <c>-</c> for standard output.</param>
    public FadeOutput(string path)
    {
        if (path == AudioFile.Pipe)
        {
            _stream = StandardStreams.OpenOutput();
            _subject = StandardStreams.OutputName;
            return;
        }

        _file = new AtomicFile(path);
        _stream = _file.Stream;
        _subject = path;
        _kernelCopies = OperatingSystem.IsLinux() && _file.IsAtomic;
    }

    /// <summary>Writes to a stream, which is left open: for streams of any length in tests.</summary>
    public FadeOutput(Stream stream, string subject)
    {
        _stream = stream;
        _subject = subject;
    }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Whether written bytes can be corrected.</summary>
    public bool CanPatch => _file is { IsAtomic: true };

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception) && !IoFault.IsBrokenPipe(exception))
        {
            throw IoFault.Writing(_subject, exception);
        }

        Length += bytes.Length;
    }

    /// <summary>Writes other bytes over what was written; only where <see cref="CanPatch"/>.</summary>
    public void Patch(HeaderPatch patch)
    {
        try
        {
            _stream.Position = patch.Offset;
            _stream.Write(patch.Bytes);
            _stream.Position = Length;
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            throw IoFault.Writing(_subject, exception);
        }
    }

    /// <summary>Writes a stretch of a file as it is.</summary>
    public void Copy(FileStream source, string sourceName, long position, long count, CancellationToken cancellation)
    {
        while (count > 0 && _kernelCopies)
        {
            cancellation.ThrowIfCancellationRequested();
            var copied = CopyInKernel(source, position, Math.Min(count, KernelBytes));
            if (copied < 0)
                _kernelCopies = false;
            else if (copied == 0)
                throw ShrunkWhileRead(sourceName);
            else
                (position, count) = (position + copied, count - copied);
        }

        while (count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            _block ??= new byte[BlockBytes];
            var read = Read(source, sourceName, _block.AsSpan(0, (int)Math.Min(count, BlockBytes)), position);
            if (read == 0)
                throw ShrunkWhileRead(sourceName);
            Write(_block.AsSpan(0, read));
            (position, count) = (position + read, count - read);
        }
    }

    /// <summary>Reads from a file at a position, its faults in words.</summary>
    public static int Read(FileStream source, string sourceName, Span<byte> bytes, long position)
    {
        try
        {
            return RandomAccess.Read(source.SafeFileHandle, bytes, position);
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            throw IoFault.Reading(sourceName, exception);
        }
    }

    /// <summary>Lets the file appear.</summary>
    public void Commit() => _file?.Commit();

    public void Dispose() => _file?.Dispose();

    public static InputException ShrunkWhileRead(string name) => new(name, "became shorter while it was read", "try again when nothing writes to it");

    private long CopyInKernel(FileStream source, long position, long count)
    {
        if (!OperatingSystem.IsLinux())
            return -1;
        try
        {
            var copied = LinuxFile.CopyRange(source.SafeFileHandle, position, _file!.Stream.SafeFileHandle, Length, count);
            if (copied > 0)
            {
                Length += copied;
                _stream.Position = Length;
            }

            return copied;
        }
        catch (IOException exception)
        {
            throw IoFault.Writing(_subject, exception);
        }
    }
}
