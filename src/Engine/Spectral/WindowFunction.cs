namespace RealtimeEmotion.Engine.Spectral;

/// <summary>The taper that an STFT frame is multiplied by.</summary>
public enum WindowFunction
{
    /// <summary>All ones.</summary>
    Rectangular,

    /// <summary>0.5 − 0.5 cos(2πn/D).</summary>
    Hann,

    /// <summary>0.54 − 0.46 cos(2πn/D).</summary>
    Hamming,

    /// <summary>0.42 − 0.5 cos(2πn/D) + 0.08 cos(4πn/D).</summary>
    Blackman,
}
