namespace RealtimeEmotion.Engine.Spectral;

/// <summary>How many doubles one step of the FFT works on.</summary>
internal enum FftPath
{
    Scalar,
    Vector128,
    Vector256,
    Vector512,
}
