namespace RealtimeEmotion.Engine.Spectral;

/// <summary>The axis on which the flanks of a mel triangle are straight lines.</summary>
public enum MelSlope
{
    /// <summary>Straight in hertz (librosa, torchaudio).</summary>
    Hertz,

    /// <summary>Straight in mel (HTK, Kaldi, TensorFlow).</summary>
    Mel,
}
