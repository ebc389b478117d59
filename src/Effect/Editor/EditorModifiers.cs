namespace RealtimeEmotion.Effect.Editor;

/// <summary>The modifier keys held during an input.</summary>
[Flags]
public enum EditorModifiers
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Shift: finer steps.</summary>
    Shift = 1,

    /// <summary>Control, or Command on macOS: a click sets the default.</summary>
    Control = 2,

    /// <summary>Alt, or Option.</summary>
    Alt = 4,
}
