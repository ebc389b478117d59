namespace RealtimeEmotion.Effect.Editor.Windows;

/// <summary>The window systems that the editor can live in.</summary>
public enum EditorPlatform
{
    /// <summary>X11 (Linux and the like).</summary>
    X11,

    /// <summary>Windows.</summary>
    Win32,

    /// <summary>macOS.</summary>
    Cocoa,
}
