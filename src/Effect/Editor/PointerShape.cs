namespace RealtimeEmotion.Effect.Editor;

/// <summary>What the pointer should look like.</summary>
public enum PointerShape
{
    /// <summary>The system's arrow.</summary>
    Arrow,

    /// <summary>A hand: this can be clicked.</summary>
    Hand,

    /// <summary>Moves left and right.</summary>
    Horizontal,

    /// <summary>Moves up and down.</summary>
    Vertical,

    /// <summary>Text can be typed here.</summary>
    Text,

    /// <summary>Reads a place.</summary>
    Cross,
}
