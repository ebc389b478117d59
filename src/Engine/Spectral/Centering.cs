namespace RealtimeEmotion.Engine.Spectral;

/// <summary>What stands in front of the first sample and behind the last one when a whole signal is analysed.</summary>
public enum Centering
{
    /// <summary>Nothing: frame k covers samples k·hop … k·hop + frameLength − 1. The causal framing of a live stream.</summary>
    None,

    /// <summary>fftSize/2 zeros on either side: frame k is centred on sample k·hop (librosa's default since 0.10).</summary>
    Zeros,

    /// <summary>fftSize/2 samples mirrored about the end samples (librosa before 0.10, PyTorch's default).</summary>
    Reflect,
}
