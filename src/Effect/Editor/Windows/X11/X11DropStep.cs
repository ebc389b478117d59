namespace RealtimeEmotion.Effect.Editor.Windows.X11;

/// <summary>What a message meant for a drag.</summary>
internal enum X11DropStep
{
    None,

    /// <summary>A file is over the window now.</summary>
    Entered,

    /// <summary>It has gone again.</summary>
    Left,

    /// <summary>It was let go, and its paths are known.</summary>
    Dropped,
}
