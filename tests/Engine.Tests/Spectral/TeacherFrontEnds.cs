using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Engine.Tests.Spectral;

/// <summary>The front-ends of the two teachers, as their authors describe them: what tests expect, in one place.</summary>
internal static class TeacherFrontEnds
{
    /// <summary>mn04_trunk.onnx's, by EfficientAT's authors.</summary>
    internal static readonly FrontEndSettings EfficientAt = new()
    {
        SampleRate = 32000,
        PreEmphasis = PreEmphasisKind.Forward,
        PreEmphasisCoefficient = 0.97,
        FftSize = 1024,
        WindowLength = 800,
        WindowSymmetry = WindowSymmetry.Symmetric,
        HopLength = 320,
        Centering = Centering.Reflect,
        LowestFrequency = 0,
        HighestFrequency = 15000,
        MelScale = MelScale.Htk,
        MelSlope = MelSlope.Mel,
        MelNorm = MelNorm.None,
        Compression = Compression.NaturalLog,
        LogOffset = 1e-5,
        AffineOffset = 4.5,
        AffineScale = 1 / 5.0,
    };

    /// <summary>yamnet_cut20.onnx's, by YAMNet's authors.</summary>
    internal static readonly FrontEndSettings YamNet = new()
    {
        SampleRate = 16000,
        FftSize = 512,
        WindowLength = 400,
        WindowCentred = false,
        HopLength = 160,
        Centering = Centering.None,
        Spectrum = SpectrumKind.Magnitude,
        MelBands = 64,
        LowestFrequency = 125,
        HighestFrequency = 7500,
        MelScale = MelScale.Htk,
        MelSlope = MelSlope.Mel,
        MelNorm = MelNorm.None,
        Compression = Compression.NaturalLog,
        LogOffset = 1e-3,
    };
}
