namespace RealtimeEmotion.Engine.Spectral;

/// <summary>The height of a mel triangle.</summary>
public enum MelNorm
{
    /// <summary>Height 1.</summary>
    None,

    /// <summary>Area 1: height 2 / (upper − lower) in 1/Hz (librosa's <c>norm="slaney"</c>).</summary>
    Slaney,
}
