namespace RealtimeEmotion.Vst3;

/// <summary>The kind of window that a host gives an editor as its parent.</summary>
public enum ViewPlatform
{
    /// <summary>A window of X11 that takes an XEmbed client.</summary>
    X11,

    /// <summary>A window handle of Windows.</summary>
    Win32,

    /// <summary>An NSView of macOS.</summary>
    Cocoa,
}
