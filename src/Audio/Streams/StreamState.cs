namespace RealtimeEmotion.Audio.Streams;

/// <summary>How a stream is doing.</summary>
public enum StreamState
{
    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>Sound comes and is heard.</summary>
    Listening,

    /// <summary>Sound comes, and it is silence.</summary>
    Silent,

    /// <summary>The connection stands and no sound comes.</summary>
    Stalled,

    /// <summary>The connection is lost; another try will follow.</summary>
    Waiting,

    /// <summary>Nothing more will come: the source ended, or was ended.</summary>
    Ended,

    /// <summary>Nothing more will come: the source could not be read.</summary>
    Failed,
}
