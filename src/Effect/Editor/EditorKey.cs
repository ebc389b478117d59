namespace RealtimeEmotion.Effect.Editor;

/// <summary>A key that is no character.</summary>
public enum EditorKey
{
    /// <summary>A key with a character, or one that the editor has no use for.</summary>
    None,

    /// <summary>To the control before or, with shift, behind.</summary>
    Tab,

    /// <summary>Return.</summary>
    Enter,

    /// <summary>Escape.</summary>
    Escape,

    /// <summary>Backspace.</summary>
    Backspace,

    /// <summary>Delete.</summary>
    Delete,

    /// <summary>Left arrow.</summary>
    Left,

    /// <summary>Right arrow.</summary>
    Right,

    /// <summary>Up arrow.</summary>
    Up,

    /// <summary>Down arrow.</summary>
    Down,

    /// <summary>Home.</summary>
    Home,

    /// <summary>End.</summary>
    End,

    /// <summary>Page up.</summary>
    PageUp,

    /// <summary>Page down.</summary>
    PageDown,
}
