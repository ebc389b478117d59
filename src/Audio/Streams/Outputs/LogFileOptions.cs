namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>How a log file is kept.</summary>
public sealed record LogFileOptions
{
    /// <summary>Bytes at which a new file is begun; null for never.</summary>
    public long? RotateBytes { get; init; }

    /// <summary>Whether each day, by UTC, has a file of its own.</summary>
    public bool RotateDaily { get; init; }

    /// <summary>
    /// How old what is not on the disk itself may be (fsync) when a line is written: zero for every line; null leaves it to
    /// the system. A process that is killed loses nothing that was written either way; a machine that loses power may.
    /// </summary>
    public TimeSpan? SyncEvery { get; init; }
}
