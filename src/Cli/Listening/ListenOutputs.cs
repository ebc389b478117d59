using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Audio.Streams.Outputs;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Cli.Listening;

/// <summary>Makes the outputs that were asked for. A file's name may hold <c>{source}</c>: each source then has its own.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="model">Who gives the estimates.</param>
/// <param name="terminal">Standard output.</param>
internal sealed class ListenOutputs(ListenRequest request, ModelMetadata model, Terminal terminal)
{
    private const string SourceMark = "{source}";

    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    private bool HasSeveralSources => request.Sources.Count > 1;

    /// <summary>The outputs, each with the name of the source that it is for, or null for all.</summary>
    /// <exception cref="InputException">One cannot be made.</exception>
    internal IEnumerable<(string? Source, StreamOutput Output)> Create()
    {
        if (LineFormat() is { } format)
        {
            yield return (null, new LineOutput(terminal.ResultBytes, StandardStreams.OutputName, format));
        }

        foreach (string path in request.Files)
        {
            if (path.Contains(SourceMark))
            {
                foreach (StreamAddress source in request.Sources)
                {
                    yield return (source.Name, CreateFile(path.Replace(SourceMark, FileName(source.Name)), isOfOneSource: true));
                }
            }
            else
            {
                yield return (null, CreateFile(path, isOfOneSource: !HasSeveralSources));
            }
        }

        if (request.TextFile is { } text)
        {
            yield return (null, new TextFileOutput(Own(text), model, HasSeveralSources));
        }

        foreach (string address in request.Osc)
        {
            yield return (null, new OscOutput(address, model));
        }

        foreach (string address in request.Mqtt)
        {
            yield return (null, new MqttOutput(address, model));
        }

        foreach (string address in request.Webhooks)
        {
            yield return (null, new WebhookOutput(address, model));
        }
    }

    private static string FileName(string source) => string.Concat(source.Select(letter => Path.GetInvalidFileNameChars().Contains(letter) ? '_' : letter));

    private IEventFormat? LineFormat() => request.Format switch
    {
        ListenFormat.Jsonl => new JsonLinesFormat(model),
        ListenFormat.Csv => new CsvFormat(model),
        ListenFormat.Text => new TextFormat(model, HasSeveralSources),
        _ => null,
    };

    private StreamOutput CreateFile(string path, bool isOfOneSource) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jsonl" or ".ndjson" => new LogFileOutput(Own(path), new JsonLinesFormat(model), request.FileOptions),
        ".csv" => new LogFileOutput(Own(path), new CsvFormat(model), request.FileOptions),
        ".log" or ".txt" => new LogFileOutput(Own(path), new TextFormat(model, !isOfOneSource), request.FileOptions),
        ".vtt" => CreateCaptions(path, CaptionFormat.WebVtt, isOfOneSource),
        ".srt" => CreateCaptions(path, CaptionFormat.SubRip, isOfOneSource),
        var other => throw new InputException(path, other.Length == 0 ? "has no extension to tell its format by" : $"'{other}' is no format that listening can write", "use .jsonl, .csv, .txt, .vtt or .srt"),
    };

    private CaptionOutput CreateCaptions(string path, CaptionFormat format, bool isOfOneSource) => isOfOneSource
        ? new CaptionOutput(Own(path), format, model, request.Options.Analysis.HopSeconds)
        : throw new InputException(path, "captions are of one source, and there are several", $"write {SourceMark} into the name, and each gets its own file");

    // Two writers of one file would write over each other.
    private string Own(string path) => _paths.Add(Path.GetFullPath(path))
        ? path
        : throw new InputException(path, "is named twice", "give each output a file of its own");
}
