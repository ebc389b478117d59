using System.Text;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>
/// The emotion as captions in stream time, one cue for as long as it stays the same. The cue on screen stands in the file
/// from its first estimate on, and its end is moved in place, so that the file is whole at any time.
/// </summary>
public sealed class CaptionOutput : StreamOutput
{
    private readonly CaptionFormat _format;
    private readonly ModelMetadata _model;
    private readonly double _hopSeconds;
    private readonly FileStream _file;
    private readonly string _subject;
    private int _number;
    private string? _emotion;
    private double _lastEnd;
    private string _endText = "";
    private long _endAt;

    /// <param name="path">The file; replaced where it exists.</param>
    /// <param name="format">How to write it.</param>
    /// <param name="model">Who gives the estimates.</param>
    /// <param name="hopSeconds">Seconds from one estimate to the next: what the first one stands for.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public CaptionOutput(string path, CaptionFormat format, ModelMetadata model, double hopSeconds)
    {
        _subject = path;
        _format = format;
        _model = model;
        _hopSeconds = hopSeconds;
        try
        {
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0);
            if (format == CaptionFormat.WebVtt)
                _file.Write("WEBVTT\n"u8);
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            _file?.Dispose();
            throw IoFault.Writing(path, exception);
        }
    }

    /// <inheritdoc/>
    public override string Subject => _subject;

    /// <inheritdoc/>
    public override ValueTask WriteAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellation)
    {
        try
        {
            foreach (var one in events)
                Write(one);
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception))
        {
            throw IoFault.Writing(_subject, exception);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _file.DisposeAsync();

    private void Write(StreamEvent streamEvent)
    {
        if (streamEvent.Estimate is not { } estimate)
        {
            // Nobody knows what was felt in a gap.
            if (streamEvent.Kind is StreamEventKind.Gap)
                Close(streamEvent.StreamSeconds);
            return;
        }

        var emotion = EstimateFields.EmotionOf(_model, estimate);
        var end = Time(streamEvent.StreamSeconds);
        var start = Math.Max(_lastEnd, streamEvent.StreamSeconds - _hopSeconds);
        if (emotion is null)
        {
            _emotion = null;
        }
        else if (emotion == _emotion && end.Length == _endText.Length)
        {
            Extend(end);
        }
        else if (end != Time(start))
        {
            Open(start, end, emotion);
        }

        _lastEnd = streamEvent.StreamSeconds;
    }

    private void Close(double resumesAt)
    {
        _emotion = null;
        _lastEnd = resumesAt;
    }

    private void Open(double start, string end, string emotion)
    {
        _number++;
        var heading = _format == CaptionFormat.SubRip ? $"{(_number == 1 ? "" : "\n")}{_number}\n" : "\n";
        var begin = $"{heading}{Time(start)} --> ";
        var at = _file.Length;
        _file.Position = at;
        _file.Write(Encoding.UTF8.GetBytes($"{begin}{end}\n{emotion}\n"));
        _endAt = at + begin.Length;
        _endText = end;
        _emotion = emotion;
    }

    private void Extend(string end)
    {
        _file.Position = _endAt;
        _file.Write(Encoding.ASCII.GetBytes(end));
        _endText = end;
    }

    private string Time(double seconds)
    {
        var milliseconds = (long)Math.Round(seconds * 1000);
        var point = _format == CaptionFormat.WebVtt ? '.' : ',';
        return $"{milliseconds / 3_600_000:00}:{milliseconds / 60_000 % 60:00}:{milliseconds / 1000 % 60:00}{point}{milliseconds % 1000:000}";
    }
}
