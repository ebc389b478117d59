namespace RealtimeEmotion.Engine.Fades;

/// <summary>What a fade does to a stretch of samples.</summary>
public enum FadeRegion
{
    /// <summary>The gain is 1: samples stay as they are, byte for byte.</summary>
    Unity,

    /// <summary>The gain is 0: samples are 0.</summary>
    Silent,

    /// <summary>The gain is something else, or changes.</summary>
    Fading,
}
