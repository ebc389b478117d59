using System.Text;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>
/// A text file that holds what is felt now, and nothing else: OBS's text source reads it. It changes in one step, so that no
/// reader sees a half of it. Each source is a line.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="model">Who gives the estimates.</param>
/// <param name="showsSource">Whether to say which source a line is of.</param>
public sealed class TextFileOutput(string path, ModelMetadata model, bool showsSource) : StreamOutput
{
    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private string? _written;

    /// <inheritdoc/>
    public override string Subject => path;

    /// <inheritdoc/>
    public override ValueTask WriteAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellation)
    {
        foreach (var one in events)
        {
            if (Say(one) is { } text)
                _texts[one.Source] = text;
        }

        Write(string.Join('\n', _texts.Select(text => showsSource ? $"{text.Key}: {text.Value}" : text.Value)));
        return ValueTask.CompletedTask;
    }

    /// <summary>Leaves an empty file: what was felt last is not felt now.</summary>
    public override ValueTask DisposeAsync()
    {
        Write("");
        return ValueTask.CompletedTask;
    }

    private string? Say(StreamEvent streamEvent) => streamEvent switch
    {
        { Estimate: { IsSilent: true } } => "silence",
        { Estimate: { } estimate } => $"{model.Labels[estimate.TopIndex]} {estimate.Probabilities[estimate.TopIndex] * 100:0} %",
        { Kind: StreamEventKind.Stalled or StreamEventKind.Failed } => "no sound",
        { Kind: StreamEventKind.Ended } => "",
        _ => null,
    };

    private void Write(string text)
    {
        if (text == _written)
            return;
        using var file = new AtomicFile(path);
        try
        {
            file.Stream.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            throw IoFault.Writing(path, exception);
        }

        file.Commit();
        _written = text;
    }
}
