namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>Events as lines of text (UTF-8).</summary>
public interface IEventFormat
{
    /// <summary>The line that a new file begins with, without its end; empty for none.</summary>
    string Header { get; }

    /// <summary>Appends an event's line with its end.</summary>
    void Append(StreamEvent streamEvent, MemoryStream lines);

    /// <summary>Whether an unfinished last line is one of ours that was cut off while it was written.</summary>
    bool IsTorn(ReadOnlySpan<byte> line);
}
