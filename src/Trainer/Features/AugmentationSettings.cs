namespace RealtimeEmotion.Trainer.Features;

/// <summary>
/// How windows are varied in training, on the log-mel scale, where a gain is a shift and a filter a curve that is added.
/// </summary>
/// <remarks>The ranges stand for what a plugin meets and the training recordings do not have: unmastered levels,
/// equalisers, dull sources, noise floors.</remarks>
public sealed record AugmentationSettings
{
    /// <summary>Windows as they are.</summary>
    public static AugmentationSettings None { get; } = new()
    {
        MostAttenuation = 0,
        MostGain = 0,
        MostTilt = 0,
        MostCurve = 0,
        LowPassShare = 0,
        NoiseShare = 0,
        WidestBandMask = 0,
        LongestFrameMask = 0,
        ShortShare = 0,
    };

    /// <summary>Largest random attenuation in dB, 0 or more. It matters where a quiet track meets the front-end's floor.</summary>
    public double MostAttenuation { get; init; } = 20;

    /// <summary>Largest random gain in dB, 0 or more.</summary>
    public double MostGain { get; init; } = 6;

    /// <summary>Largest tilt of the spectrum in dB at its ends, 0 or more.</summary>
    public double MostTilt { get; init; } = 4;

    /// <summary>Largest amplitude in dB of a smooth random curve over the bands, 0 or more.</summary>
    public double MostCurve { get; init; } = 4;

    /// <summary>The share of windows whose upper bands are cut off, 0 … 1.</summary>
    public double LowPassShare { get; init; } = 0.3;

    /// <summary>The share of windows that get a noise floor, 0 … 1.</summary>
    public double NoiseShare { get; init; } = 0.3;

    /// <summary>Widest stretch of bands that is blanked, as a share of all, 0 … 1.</summary>
    public double WidestBandMask { get; init; } = 0.15;

    /// <summary>Longest stretch of frames that is blanked, as a share of all, 0 … 1.</summary>
    public double LongestFrameMask { get; init; } = 0.15;

    /// <summary>The share of windows that are as if less had been heard than a window holds, 0 … 1: filled as the live window fills
    /// itself while it is not full.</summary>
    public double ShortShare { get; init; } = 0.2;

    /// <summary>The least that such a window has heard, as a share of a window, above 0 … 1.</summary>
    public double ShortestHeard { get; init; } = 0.2;
}
