using System.Diagnostics;
using System.Text;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>
/// Lines appended to a file, whole: what does not fit on the disk is taken back, and a line that a power cut or a kill tore
/// off at the end is removed when the file is opened again, so that every line of the file can be read at any time.
/// Begins a new file by size or by day; the full one is renamed to <c>NAME-DATE.EXT</c>.
/// </summary>
public sealed class LogFileOutput : StreamOutput
{
    // Lines are far shorter; what is longer is no line of ours.
    private const int LongestTail = 1 << 20;

    private readonly string _path;
    private readonly IEventFormat _format;
    private readonly LogFileOptions _options;
    private readonly MemoryStream _lines = new();
    private FileStream _file;
    private DateOnly _day;
    private long _syncedAt = Stopwatch.GetTimestamp();

    /// <param name="path">The file; created where it does not exist.</param>
    /// <param name="format">How events become lines.</param>
    /// <param name="options">When to begin a new file, and when to wait for the disk.</param>
    /// <exception cref="InputException">It cannot be written, or holds something else.</exception>
    public LogFileOutput(string path, IEventFormat format, LogFileOptions options)
    {
        Subject = path;
        _path = Path.GetFullPath(path);
        _format = format;
        _options = options;
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        if (options.RotateDaily && File.Exists(_path) && DateOnly.FromDateTime(File.GetLastWriteTimeUtc(_path)) is var last && last < today)
            SetAside(Name(last));
        _day = today;
        _file = Open();
    }

    /// <inheritdoc/>
    public override string Subject { get; }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellation)
    {
        _lines.SetLength(0);
        foreach (var one in events)
        {
            var day = DateOnly.FromDateTime(one.WallClock.UtcDateTime);
            if (_options.RotateDaily && day > _day)
            {
                WriteLines();
                Rotate(Name(_day));
                _day = day;
            }

            var before = _lines.Length;
            _format.Append(one, _lines);
            if (_options.RotateBytes is { } most && _file.Length + _lines.Length > most && _file.Length + before > HeaderLength)
            {
                var line = _lines.ToArray().AsSpan((int)before);
                _lines.SetLength(before);
                WriteLines();
                Rotate(Name(one.WallClock));
                _lines.Write(line);
            }
        }

        WriteLines();
        if (_options.SyncEvery is { } age && Stopwatch.GetElapsedTime(_syncedAt) >= age)
            Sync();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        try
        {
            if (_options.SyncEvery is not null)
                Sync();
        }
        finally
        {
            _file.Dispose();
            _lines.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private int HeaderLength => _format.Header.Length == 0 ? 0 : Encoding.UTF8.GetByteCount(_format.Header) + 1;

    private FileStream Open()
    {
        FileStream? file = null;
        try
        {
            // Unbuffered: a line is in the system's hands when it is written, and a kill takes nothing away.
            file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0);
            CheckHeader(file);
            MendTail(file);
            file.Seek(0, SeekOrigin.End);
            return file;
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            file?.Dispose();
            throw IoFault.Writing(Subject, exception);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    private void CheckHeader(FileStream file)
    {
        if (_format.Header.Length == 0)
            return;
        var header = Encoding.UTF8.GetBytes(_format.Header + "\n");
        var start = new byte[(int)Math.Min(header.Length, file.Length)];
        file.ReadExactly(start);
        if (!header.AsSpan().StartsWith(start))
            throw new InputException(Subject, "has other columns than what would be added", "choose another file");
        if (start.Length == header.Length)
            return;
        file.SetLength(0);
        file.Position = 0;
        file.Write(header);
    }

    private void MendTail(FileStream file)
    {
        if (file.Length == 0)
            return;
        var tail = new byte[(int)Math.Min(file.Length, LongestTail)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var begin = tail.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (begin == tail.Length)
            return;
        if (_format.IsTorn(tail.AsSpan(begin)))
        {
            file.SetLength(file.Length - (tail.Length - begin));
        }
        else
        {
            file.Seek(0, SeekOrigin.End);
            file.WriteByte((byte)'\n');
        }
    }

    private void WriteLines()
    {
        if (_lines.Length == 0)
            return;
        var end = _file.Length;
        try
        {
            _file.Position = end;
            _file.Write(_lines.GetBuffer().AsSpan(0, (int)_lines.Length));
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            TakeBack(end);
            throw IoFault.Writing(Subject, exception);
        }
        finally
        {
            _lines.SetLength(0);
        }
    }

    private void TakeBack(long end)
    {
        try
        {
            _file.SetLength(end);
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            // The first failure is the one to report; a torn line is mended when the file is opened next.
        }
    }

    private void Sync()
    {
        try
        {
            _file.Flush(flushToDisk: true);
            _syncedAt = Stopwatch.GetTimestamp();
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            throw IoFault.Writing(Subject, exception);
        }
    }

    private void Rotate(string name)
    {
        if (_options.SyncEvery is not null)
            Sync();
        _file.Dispose();
        try
        {
            SetAside(name);
        }
        finally
        {
            _file = Open();
        }
    }

    private void SetAside(string name)
    {
        try
        {
            var free = name;
            for (var number = 2; File.Exists(free); number++)
                free = $"{Path.ChangeExtension(name, null)}-{number}{Path.GetExtension(name)}";
            File.Move(_path, free);
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            throw IoFault.Writing(Subject, exception);
        }
    }

    private string Name(DateOnly day) => Beside($"{day:yyyy-MM-dd}");

    private string Name(DateTimeOffset time) => Beside($"{time.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");

    private string Beside(string mark) =>
        Path.Combine(Path.GetDirectoryName(_path)!, $"{Path.GetFileNameWithoutExtension(_path)}-{mark}{Path.GetExtension(_path)}");
}
