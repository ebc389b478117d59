using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Loudness;

/// <summary>
/// The K-weighting of ITU-R BS.1770-5, Annex 1: a high shelf for the head, then a high-pass, as two second-order
/// sections at any sample rate.
/// </summary>
/// <remarks>
/// The recommendation gives coefficients for 48 kHz only. These are the analogue filters behind them (corner, quality,
/// gain) put through the bilinear transform; at 48 kHz they give the published numbers to 12 digits. The analogue values
/// are those of B. De Man, "Evaluation of implementations of the EBU R128 loudness measurement" (2014).
/// </remarks>
[RealTimeSafe]
public readonly struct KWeighting
{
    private const double ShelfHertz = 1681.974450955533;
    private const double ShelfQuality = 0.7071752369554196;
    private const double ShelfDecibels = 3.999843853973347;
    private const double ShelfSlope = 0.4996667741545416;
    private const double HighPassHertz = 38.13547087602444;
    private const double HighPassQuality = 0.5003270373238773;

    /// <summary>The filters at a sample rate.</summary>
    /// <param name="sampleRate">In hertz, above 0.</param>
    public KWeighting(int sampleRate)
    {
        double k = Math.Tan(Math.PI * ShelfHertz / sampleRate);
        double high = Math.Pow(10, ShelfDecibels / 20);
        double band = Math.Pow(high, ShelfSlope);
        double norm = 1 + (k / ShelfQuality) + (k * k);
        ShelfB0 = (high + (band * k / ShelfQuality) + (k * k)) / norm;
        ShelfB1 = 2 * ((k * k) - high) / norm;
        ShelfB2 = (high - (band * k / ShelfQuality) + (k * k)) / norm;
        ShelfA1 = 2 * ((k * k) - 1) / norm;
        ShelfA2 = (1 - (k / ShelfQuality) + (k * k)) / norm;

        k = Math.Tan(Math.PI * HighPassHertz / sampleRate);
        norm = 1 + (k / HighPassQuality) + (k * k);
        HighPassA1 = 2 * ((k * k) - 1) / norm;
        HighPassA2 = (1 - (k / HighPassQuality) + (k * k)) / norm;
    }

    /// <summary>The shelf's b0.</summary>
    public double ShelfB0 { get; }

    /// <summary>The shelf's b1.</summary>
    public double ShelfB1 { get; }

    /// <summary>The shelf's b2.</summary>
    public double ShelfB2 { get; }

    /// <summary>The shelf's a1 (a0 is 1).</summary>
    public double ShelfA1 { get; }

    /// <summary>The shelf's a2.</summary>
    public double ShelfA2 { get; }

    /// <summary>The high-pass's a1 (a0 is 1; b is 1, −2, 1).</summary>
    public double HighPassA1 { get; }

    /// <summary>The high-pass's a2.</summary>
    public double HighPassA2 { get; }
}
