namespace RealtimeEmotion.Audio.Streams;

/// <summary>How listening has gone so far; a snapshot.</summary>
public sealed record ListenStatistics
{
    /// <summary>How the stream is doing.</summary>
    public required StreamState State { get; init; }

    /// <summary>Stream time that has been heard, gaps included, in seconds.</summary>
    public required double StreamSeconds { get; init; }

    /// <summary>Frames a second of the source, as it is now; 0 before the first connection.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Samples a frame of the source, as it is now; 0 before the first connection.</summary>
    public required int Channels { get; init; }

    /// <summary>Estimates given.</summary>
    public required long Estimates { get; init; }

    /// <summary>Events that were lost since nobody read them in time.</summary>
    public required long LostEvents { get; init; }

    /// <summary>Times that audio was lost since the analysis, or whoever took the sound in, was late.</summary>
    public required long Overruns { get; init; }

    /// <summary>Seconds of audio lost so.</summary>
    public required double OverrunSeconds { get; init; }

    /// <summary>Connections made after the first.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Seconds of stream time that no audio was heard of: lost connections and overruns.</summary>
    public required double GapSeconds { get; init; }

    /// <summary>Times that the source stalled.</summary>
    public required long Stalls { get; init; }

    /// <summary>Estimates whose age was reported by <see cref="StreamListener.ReportPrinted"/>.</summary>
    public required long PrintedEstimates { get; init; }

    /// <summary>Median age of the newest audio of an estimate when it was printed; null where none was.</summary>
    public required TimeSpan? MedianAge { get; init; }

    /// <summary>99th percentile of that age.</summary>
    public required TimeSpan? Age99 { get; init; }
}
