using System.Globalization;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// The whole front-end as one value: everything that decides how samples become mel frames. It travels in the model's
/// metadata, so the same value trains and plays.
/// </summary>
/// <remarks>Units: hertz, samples, bands. Defaults are librosa's, at its default rate.</remarks>
public sealed record FrontEndSettings
{
    /// <summary>Sample rate of the signal that enters the front-end, in hertz (1 000 … 384 000).</summary>
    public int SampleRate { get; init; } = 22050;

    /// <summary>The first-order filter in front of the STFT.</summary>
    public PreEmphasisKind PreEmphasis { get; init; } = PreEmphasisKind.None;

    /// <summary>The filter's coefficient a (0 … 1); unused where there is no filter.</summary>
    public double PreEmphasisCoefficient { get; init; } = 0.97;

    /// <summary>Length of the FFT in samples: a power of two, 16 … 65 536.</summary>
    public int FftSize { get; init; } = 2048;

    /// <summary>Length of the window in samples, 1 … <see cref="FftSize"/>.</summary>
    public int WindowLength { get; init; } = 2048;

    /// <summary>
    /// Where a window shorter than the FFT stands: true, in the middle, zeros on either side (frame length = fftSize);
    /// false, at the start, zeros behind it (frame length = windowLength).
    /// </summary>
    public bool WindowCentred { get; init; } = true;

    /// <summary>The taper.</summary>
    public WindowFunction Window { get; init; } = WindowFunction.Hann;

    /// <summary>Periodic or symmetric.</summary>
    public WindowSymmetry WindowSymmetry { get; init; } = WindowSymmetry.Periodic;

    /// <summary>Samples from one frame to the next, 1 or more.</summary>
    public int HopLength { get; init; } = 512;

    /// <summary>Padding of a whole signal. A live stream is always framed causally (<see cref="Centering.None"/>):
    /// away from the ends the frames are the same ones, fftSize/2 samples later.</summary>
    public Centering Centering { get; init; } = Centering.Zeros;

    /// <summary>Power or magnitude.</summary>
    public SpectrumKind Spectrum { get; init; } = SpectrumKind.Power;

    /// <summary>Number of mel bands, 1 … 1024.</summary>
    public int MelBands { get; init; } = 128;

    /// <summary>Lower edge of the lowest band, in hertz.</summary>
    public double LowestFrequency { get; init; }

    /// <summary>Upper edge of the highest band, in hertz, at most half the sample rate.</summary>
    public double HighestFrequency { get; init; } = 11025;

    /// <summary>The mel mapping.</summary>
    public MelScale MelScale { get; init; } = MelScale.Slaney;

    /// <summary>Where the triangles' flanks are straight.</summary>
    public MelSlope MelSlope { get; init; } = MelSlope.Hertz;

    /// <summary>The triangles' height.</summary>
    public MelNorm MelNorm { get; init; } = MelNorm.Slaney;

    /// <summary>The compression of a band's value.</summary>
    public Compression Compression { get; init; } = Compression.Decibel;

    /// <summary>The offset inside <see cref="Compression.NaturalLog"/>, 0 or more.</summary>
    public double LogOffset { get; init; } = 1e-6;

    /// <summary>The value of 0 dB, above 0 (a power for power spectra, a magnitude for magnitude spectra).</summary>
    public double DecibelReference { get; init; } = 1;

    /// <summary>The smallest power that decibels see, above 0.</summary>
    public double DecibelMinimum { get; init; } = 1e-10;

    /// <summary>Largest distance to the signal's maximum in dB, or null for no such floor. A live stream knows no
    /// maximum to come, so a model's front-end leaves this null.</summary>
    public double? TopDecibels { get; init; }

    /// <summary>Added after compression: out = (value + <see cref="AffineOffset"/>) · <see cref="AffineScale"/>.</summary>
    public double AffineOffset { get; init; }

    /// <summary>Multiplied after the offset.</summary>
    public double AffineScale { get; init; } = 1;

    /// <summary>Samples that one frame reads: <see cref="FftSize"/>, or <see cref="WindowLength"/> where the window
    /// stands at the start.</summary>
    public int FrameLength => WindowCentred ? FftSize : WindowLength;

    /// <summary>Throws where a value is out of its range.</summary>
    /// <param name="subject">The file or argument that the settings came from, for the message.</param>
    /// <exception cref="InputException">Names the field, its value and the range.</exception>
    /// <returns>This value.</returns>
    public FrontEndSettings Validated(string subject)
    {
        Require(SampleRate is >= 1000 and <= 384000, "sampleRate", SampleRate, "1000 to 384000 Hz");
        Require(FftSize is >= 16 and <= 65536 && int.IsPow2(FftSize), "fftSize", FftSize, "a power of two, 16 to 65536");
        Require(WindowLength >= 1 && WindowLength <= FftSize, "windowLength", WindowLength, $"1 to fftSize ({FftSize})");
        Require(HopLength is >= 1 and <= 1 << 20, "hopLength", HopLength, "1 to 1048576");
        Require(MelBands is >= 1 and <= 1024, "melBands", MelBands, "1 to 1024");
        Require(HighestFrequency > 0 && HighestFrequency <= SampleRate / 2.0, "highestFrequency", HighestFrequency, $"above 0, at most {SampleRate / 2.0} Hz");
        Require(LowestFrequency >= 0 && LowestFrequency < HighestFrequency, "lowestFrequency", LowestFrequency, "0 to below highestFrequency");
        Require(PreEmphasisCoefficient is >= 0 and <= 1, "preEmphasisCoefficient", PreEmphasisCoefficient, "0 to 1");
        Require(LogOffset >= 0 && double.IsFinite(LogOffset), "logOffset", LogOffset, "0 or more");
        Require(DecibelReference > 0 && double.IsFinite(DecibelReference), "decibelReference", DecibelReference, "above 0");
        Require(DecibelMinimum > 0 && double.IsFinite(DecibelMinimum), "decibelMinimum", DecibelMinimum, "above 0");
        Require(TopDecibels is null or > 0, "topDecibels", TopDecibels ?? 0, "above 0, or absent");
        Require(double.IsFinite(AffineOffset), "affineOffset", AffineOffset, "a finite number");
        Require(double.IsFinite(AffineScale) && AffineScale != 0, "affineScale", AffineScale, "a finite number, not 0");
        return this;

        void Require(bool holds, string field, double value, string expected)
        {
            if (!holds)
            {
                throw new InputException(subject, $"front-end field '{field}' is {value.ToString(CultureInfo.InvariantCulture)}", $"it must be {expected}");
            }
        }
    }
}
