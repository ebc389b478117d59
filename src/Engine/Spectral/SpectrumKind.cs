namespace RealtimeEmotion.Engine.Spectral;

/// <summary>What of an STFT bin goes into the mel bands.</summary>
public enum SpectrumKind
{
    /// <summary>|X|².</summary>
    Power,

    /// <summary>|X|.</summary>
    Magnitude,
}
