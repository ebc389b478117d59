namespace RealtimeEmotion.Effect.Editor;

/// <summary>A button of the mouse.</summary>
public enum PointerButton
{
    /// <summary>The main button.</summary>
    Primary,

    /// <summary>The other button.</summary>
    Secondary,
}
