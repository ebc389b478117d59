namespace RealtimeEmotion.Vst3;

/// <summary>The modifier keys held while another key was pressed.</summary>
[Flags]
public enum KeyModifiers
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Shift.</summary>
    Shift = 1 << 0,

    /// <summary>Alt, or Option.</summary>
    Alternate = 1 << 1,

    /// <summary>Control on Windows and Linux, Command on macOS.</summary>
    Command = 1 << 2,

    /// <summary>The Windows key, or Control on macOS.</summary>
    Control = 1 << 3,
}
