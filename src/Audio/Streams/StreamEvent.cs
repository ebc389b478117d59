using RealtimeEmotion.Engine.Emotions;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>One thing that a listener has to say: an estimate, or what became of the stream.</summary>
public sealed record StreamEvent
{
    /// <summary>The stream's name.</summary>
    public required string Source { get; init; }

    /// <summary>What is said.</summary>
    public required StreamEventKind Kind { get; init; }

    /// <summary>When the newest audio described arrived, in UTC; for other news, when it was noticed.</summary>
    public required DateTimeOffset WallClock { get; init; }

    /// <summary>Stream time: seconds from the first sample to the end of the audio described, gaps included.</summary>
    public required double StreamSeconds { get; init; }

    /// <summary>The same place in frames at <see cref="SampleRate"/>.</summary>
    public required long SamplePosition { get; init; }

    /// <summary>Frames a second of the source, as it is now; 0 before the first connection.</summary>
    public required int SampleRate { get; init; }

    /// <summary>The estimate, where <see cref="Kind"/> is <see cref="StreamEventKind.Estimate"/>.</summary>
    public EmotionEstimate? Estimate { get; init; }

    /// <summary>What more there is to say, in words.</summary>
    public string? Detail { get; init; }

    /// <summary>How much audio is missing (<see cref="StreamEventKind.Gap"/>), or how long none came
    /// (<see cref="StreamEventKind.Stalled"/>, <see cref="StreamEventKind.Resumed"/>).</summary>
    public double? GapSeconds { get; init; }

    /// <summary>When the newest audio described arrived, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>
    /// counts; null where that means nothing: other kinds, and sound that comes faster than it plays.</summary>
    public long? AudioTimestamp { get; init; }
}
