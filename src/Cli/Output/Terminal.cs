using System.Text;
using RealtimeEmotion.Audio.Files;

namespace RealtimeEmotion.Cli.Output;

/// <summary>Results go to standard output; progress, notes and errors to standard error.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Lazy<StreamWriter> _results = new(() => new StreamWriter(StandardStreams.OpenOutput(), Utf8, bufferSize: 1 << 16));

    internal Terminal(bool quiet, bool noColor)
    {
        Quiet = quiet;
        bool plain = noColor || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || Environment.GetEnvironmentVariable("TERM") == "dumb";
        ColorResults = !plain && !Console.IsOutputRedirected;
        ColorErrors = !plain && !Console.IsErrorRedirected;
        ShowsProgress = !quiet && !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        ShowsView = !quiet && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
    }

    /// <summary>Whether notes are unwanted.</summary>
    internal bool Quiet { get; }

    /// <summary>Whether results may be coloured: standard output is a terminal, and nobody said no.</summary>
    internal bool ColorResults { get; }

    /// <summary>The same of standard error.</summary>
    internal bool ColorErrors { get; }

    /// <summary>Whether moving progress may be shown: standard error is a terminal, and nobody said no.</summary>
    internal bool ShowsProgress { get; }

    /// <summary>Whether a moving view may take standard output: it is a terminal, and nobody said no.</summary>
    internal bool ShowsView { get; }

    /// <summary>The text of results; buffered.</summary>
    internal TextWriter Results => _results.Value;

    /// <summary>The text of errors; at once.</summary>
    internal TextWriter Errors { get; } = Console.Error;

    /// <summary>The bytes of results, for what is no text.</summary>
    internal Stream ResultBytes
    {
        get
        {
            Flush();
            return _results.Value.BaseStream;
        }
    }

    /// <summary>Says something by the way, on standard error.</summary>
    internal void Note(string line)
    {
        if (!Quiet)
        {
            Errors.WriteLine(line);
        }
    }

    /// <summary>Says what went wrong.</summary>
    internal void Error(string line) => Errors.WriteLine(line);

    /// <summary>Sends what is buffered.</summary>
    internal void Flush()
    {
        if (_results.IsValueCreated)
        {
            _results.Value.Flush();
        }
    }

    public void Dispose()
    {
        // What an error left in the buffer is no result; and a closed pipe must not throw from here.
        if (_results.IsValueCreated)
        {
            _results.Value.BaseStream.Dispose();
        }
    }
}
