using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Files;

namespace RealtimeEmotion.Cli.Output;

/// <summary>Where a command's result goes: a file that appears whole or not at all, or standard output.</summary>
internal sealed class ResultFile : IDisposable
{
    private readonly Terminal _terminal;
    private readonly AtomicFile? _file;

    /// <param name="path">The file; null or <c>-</c> for standard output.</param>
    /// <param name="terminal">Standard output.</param>
    internal ResultFile(string? path, Terminal terminal)
    {
        _terminal = terminal;
        _file = IsStandardOutput(path) ? null : new AtomicFile(path!);
    }

    internal static bool IsStandardOutput(string? path) => path is null or AudioFile.Pipe;

    /// <summary>Writes text (UTF-8) by <paramref name="write"/>, then gives the file its name.</summary>
    internal static void WriteText(string? path, Terminal terminal, Action<TextWriter> write)
    {
        using var result = new ResultFile(path, terminal);
        result.Text(write);
        result.Complete();
    }

    /// <summary>Writes bytes by <paramref name="write"/>, then gives the file its name.</summary>
    internal static void WriteBytes(string? path, Terminal terminal, Action<Stream> write)
    {
        using var result = new ResultFile(path, terminal);
        result.Bytes(write);
        result.Complete();
    }

    public void Dispose() => _file?.Dispose();

    private void Text(Action<TextWriter> write)
    {
        if (_file is null)
        {
            write(_terminal.Results);
            return;
        }

        Bytes(stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            write(writer);
        });
    }

    private void Bytes(Action<Stream> write)
    {
        if (_file is null)
        {
            write(_terminal.ResultBytes);
            return;
        }

        try
        {
            // Closing the buffer would close the file, which must stay open until it is named.
            var buffer = new BufferedStream(_file.Stream, 1 << 16);
            write(buffer);
            buffer.Flush();
        }
        catch (Exception e) when (IoFault.IsFileFault(e) && !IoFault.IsBrokenPipe(e))
        {
            throw IoFault.Writing(_file.Subject, e);
        }
    }

    private void Complete()
    {
        if (_file is null)
        {
            _terminal.Flush();
        }
        else
        {
            _file.Commit();
        }
    }
}
