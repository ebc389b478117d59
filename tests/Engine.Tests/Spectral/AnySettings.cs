using CsCheck;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Engine.Tests.Spectral;

/// <summary>Front-ends of every kind, small enough for slow references.</summary>
internal static class AnySettings
{
    private static readonly Gen<FrontEndSettings> Framing = Gen.Select(
        Gen.Int[4, 8], Gen.Double[0.1, 1], Gen.Bool, Gen.Enum<WindowFunction>(), Gen.Enum<WindowSymmetry>(), Gen.Int[1, 300], Gen.Enum<Centering>(),
        (bits, part, centred, window, symmetry, hop, centering) => new FrontEndSettings
        {
            FftSize = 1 << bits,
            WindowLength = Math.Max(1, (int)(part * (1 << bits))),
            WindowCentred = centred,
            Window = window,
            WindowSymmetry = symmetry,
            HopLength = hop,
            Centering = centering,
        });

    private static readonly Gen<FrontEndSettings> Bands = Gen.Select(
        Gen.Int[8000, 48000], Gen.Int[1, 40], Gen.Double[0, 0.4], Gen.Double[0.5, 1], Gen.Enum<MelScale>(), Gen.Enum<MelSlope>(), Gen.Enum<MelNorm>(),
        (rate, bands, lowest, highest, scale, slope, norm) => new FrontEndSettings
        {
            SampleRate = rate,
            MelBands = bands,
            LowestFrequency = lowest * rate / 2,
            HighestFrequency = highest * rate / 2,
            MelScale = scale,
            MelSlope = slope,
            MelNorm = norm,
        });

    private static readonly Gen<FrontEndSettings> Values = Gen.Select(
        Gen.Enum<SpectrumKind>(), Gen.Enum<Compression>(), Gen.Double[1e-6, 1], Gen.Double[0.01, 100], Gen.Double[1e-10, 1e-2], Gen.Double[1, 80].Nullable(), Gen.Select(Gen.Double[-5, 5], Gen.Double[-2, 2], Gen.Enum<PreEmphasisKind>(), Gen.Double[0, 1]),
        (spectrum, compression, offset, reference, minimum, top, rest) => new FrontEndSettings
        {
            Spectrum = spectrum,
            Compression = compression,
            LogOffset = offset,
            DecibelReference = reference,
            DecibelMinimum = minimum,
            TopDecibels = top,
            AffineOffset = rest.Item1,
            AffineScale = rest.Item2 == 0 ? 1 : rest.Item2,
            PreEmphasis = rest.Item3,
            PreEmphasisCoefficient = rest.Item4,
        });

    internal static Gen<FrontEndSettings> All { get; } = Gen.Select(Framing, Bands, Values, (framing, bands, values) => values with
    {
        FftSize = framing.FftSize,
        WindowLength = framing.WindowLength,
        WindowCentred = framing.WindowCentred,
        Window = framing.Window,
        WindowSymmetry = framing.WindowSymmetry,
        HopLength = framing.HopLength,
        Centering = framing.Centering,
        SampleRate = bands.SampleRate,
        MelBands = bands.MelBands,
        LowestFrequency = bands.LowestFrequency,
        HighestFrequency = bands.HighestFrequency,
        MelScale = bands.MelScale,
        MelSlope = bands.MelSlope,
        MelNorm = bands.MelNorm,
    });
}
