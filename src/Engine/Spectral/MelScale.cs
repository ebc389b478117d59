namespace RealtimeEmotion.Engine.Spectral;

/// <summary>The mapping of frequency to mel.</summary>
public enum MelScale
{
    /// <summary>Linear below 1 kHz, logarithmic above (Slaney's Auditory Toolbox; librosa's default).</summary>
    Slaney,

    /// <summary>2595·log10(1 + f/700) = 1127·ln(1 + f/700) (HTK, Kaldi, TensorFlow).</summary>
    Htk,
}
