namespace RealtimeEmotion.Vst3;

/// <summary>How the user prefers to turn knobs, set in the host.</summary>
public enum KnobMode
{
    /// <summary>Circular, jumping to the pointer.</summary>
    Circular = 0,

    /// <summary>Circular, relative to where the drag began.</summary>
    RelativeCircular = 1,

    /// <summary>Linear.</summary>
    Linear = 2,
}
