namespace RealtimeEmotion.Engine.Spectral;

/// <summary>The first-order filter in front of the STFT.</summary>
public enum PreEmphasisKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>y[n] = x[n] − a·x[n−1], with x[−1] = 0.</summary>
    Backward,

    /// <summary>y[n] = x[n+1] − a·x[n]; the output is one sample shorter than the input (EfficientAT).</summary>
    Forward,
}
