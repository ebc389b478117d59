using System.Runtime.InteropServices;
using RealtimeEmotion.Audio.Interop;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Files;

/// <summary>
/// A file that appears whole or not at all. It is written beside its destination and takes the destination's name in
/// <see cref="Commit"/>, in one step of the file system; disposed without a commit (an exception, a cancellation) it
/// leaves nothing, and what stood there before stays untouched until then, so the destination may be a file that is being read.
/// On Linux it has no name at all before the commit where the file system can do that, so not even SIGKILL leaves a
/// part behind; elsewhere the temporary name is also removed on SIGINT, SIGTERM and SIGHUP.
/// A symbolic link is followed; the permissions of an existing file are kept.
/// A destination that is no regular file (a pipe, /dev/null) is written directly. One thread at a time.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private readonly string _destination;
    private readonly bool _direct;
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly bool _isNamed;
    private string? _temporary;
    private bool _committed;
    private bool _disposed;

    /// <summary>Begins a file that will stand at <paramref name="path"/>.</summary>
    /// <exception cref="InputException">The folder does not exist or may not be written.</exception>
    public AtomicFile(string path)
        : this(path, forOtherProgram: false)
    {
    }

    /// <summary>Begins a file that another program writes, at <see cref="WrittenPath"/>.</summary>
    internal AtomicFile(string path, bool forOtherProgram)
    {
        Subject = path;
        _isNamed = forOtherProgram || !OperatingSystem.IsLinux();
        try
        {
            _destination = Path.GetFullPath(path);
            _direct = File.Exists(_destination) && !IsRegular(_destination);
            if (!_direct)
                _destination = FollowLink(_destination);
            Stream = Open();
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            Dispose();
            throw IoFault.Writing(path, exception);
        }
    }

    /// <summary>The destination as the user named it.</summary>
    public string Subject { get; }

    /// <summary>
    /// The new contents; unbuffered, seekable unless the destination is a pipe or device. Its own failures are those of
    /// the system: <see cref="IoFault.Writing"/> puts them into words.
    /// </summary>
    public FileStream Stream { get; }

    /// <summary>Whether the file takes its name only at <see cref="Commit"/>; false for pipes and devices.</summary>
    public bool IsAtomic => !_direct;

    /// <summary>Where the contents lie until the commit, for a file that another program writes.</summary>
    internal string WrittenPath => _temporary ?? _destination;

    /// <summary>Gives the file its name. Nothing may be written afterwards.</summary>
    /// <exception cref="InputException">The system refuses; the destination is as it was before.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_committed)
            throw new InvalidOperationException("The file was committed before.");
        try
        {
            Stream.Flush();
            if (!_direct)
                Publish();
            _committed = true;
            _temporary = null;
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            throw IoFault.Writing(Subject, exception);
        }

        Dispose();
    }

    /// <summary>Closes the file, and leaves nothing of it unless it was committed.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Stream?.Dispose();
        RemoveTemporary();
        foreach (var signal in _signals)
            signal.Dispose();
        _signals.Clear();
    }

    // The link's target is replaced, not the link: as with any program that opens the path and writes.
    private static string FollowLink(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    private FileStream Open()
    {
        if (Directory.Exists(_destination))
            throw new UnauthorizedAccessException("Is a folder.");
        if (_direct)
            return new FileStream(_destination, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        UnixFileMode? mode = null;
        if (File.Exists(_destination))
        {
            // A rename would replace even a file that we may not write; ask for that right as an ordinary write would.
            using var existing = new FileStream(_destination, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0);
            if (!OperatingSystem.IsWindows())
                mode = File.GetUnixFileMode(existing.SafeFileHandle);
        }

        var directory = Path.GetDirectoryName(_destination)!;
        var nameless = !_isNamed && OperatingSystem.IsLinux() ? LinuxFile.OpenNameless(directory) : null;
        var stream = nameless is not null ? new FileStream(nameless, FileAccess.ReadWrite, 0) : OpenNamed(directory);
        if (mode is { } permissions && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(stream.SafeFileHandle, permissions);
        return stream;
    }

    private FileStream OpenNamed(string directory)
    {
        _temporary = TemporaryName(directory);
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            _signals.Add(PosixSignalRegistration.Create(signal, _ => RemoveTemporary()));
        return new FileStream(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0);
    }

    private void Publish()
    {
        if (_temporary is null)
        {
            // A link cannot replace a file, so it goes by a name of its own and a rename.
            var name = TemporaryName(Path.GetDirectoryName(_destination)!);
            if (OperatingSystem.IsLinux())
                LinuxFile.GiveName(Stream.SafeFileHandle, name);
            _temporary = name;
        }

        // Windows does not rename a file that is open.
        if (OperatingSystem.IsWindows())
            Stream.Dispose();
        File.Move(_temporary, _destination, overwrite: true);
    }

    private void RemoveTemporary()
    {
        if (_temporary is not { } name)
            return;
        try
        {
            File.Delete(name);
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            // Nothing more can be done, and the failure that brought us here is the one to report.
        }
    }

    private string TemporaryName(string directory) =>
        Path.Combine(directory, $".{Path.GetFileName(_destination)[..Math.Min(40, Path.GetFileName(_destination).Length)]}.{Guid.NewGuid():N}.part");

    private static bool IsRegular(string path) => OperatingSystem.IsLinux()
        ? LinuxFile.IsRegular(path)
        : !path.StartsWith("/dev/", StringComparison.Ordinal);
}
