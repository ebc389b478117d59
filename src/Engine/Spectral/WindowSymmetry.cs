namespace RealtimeEmotion.Engine.Spectral;

/// <summary>The denominator D of a window of length L.</summary>
public enum WindowSymmetry
{
    /// <summary>D = L: one period of the cosine; what spectral analysis wants (librosa, scipy's <c>fftbins</c>).</summary>
    Periodic,

    /// <summary>D = L − 1: equal ends; what filter design wants (Kaldi, MATLAB's default).</summary>
    Symmetric,
}
