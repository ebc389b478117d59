namespace RealtimeEmotion.Audio.Streams;

/// <summary>What there is to say about a stream.</summary>
public enum StreamEventKind
{
    /// <summary>What the newest audio feels like.</summary>
    Estimate,

    /// <summary>Audio is missing between the last estimate and the next; stream time has gone on.</summary>
    Gap,

    /// <summary>The source is connected and sends nothing. (Silence is an estimate.)</summary>
    Stalled,

    /// <summary>A stalled source sends again.</summary>
    Resumed,

    /// <summary>Sample rate or channels are others from here on.</summary>
    FormatChanged,

    /// <summary>A connection stands.</summary>
    Connected,

    /// <summary>A connection could not be made, or broke; <see cref="StreamEvent.Detail"/> says why and what comes next.</summary>
    Failed,

    /// <summary>Nothing more will come.</summary>
    Ended,
}
