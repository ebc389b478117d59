namespace RealtimeEmotion.Effect;

/// <summary>How the way from 0 to 1 of a continuous parameter maps to its plain values.</summary>
public enum ParameterScale
{
    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>By equal ratios: the plain value doubles over equal distances. The minimum is above 0.</summary>
    Logarithmic,

    /// <summary>Evenly in decibels; the lowest value stands for silence (−∞ dB).</summary>
    Decibels,
}
