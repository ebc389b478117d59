namespace RealtimeEmotion.Engine.Spectral;

/// <summary>Frequency in hertz to mel and back.</summary>
public static class MelAxis
{
    // Slaney's scale: 3 mel to 200 Hz below 1 kHz, 27 mel to a factor of 6.4 above (Auditory Toolbox, TR 1998-010).
    private const double HertzPerMel = 200.0 / 3;
    private const double BreakHertz = 1000;
    private const double BreakMel = BreakHertz / HertzPerMel;
    private const double BreakRatio = 6.4;
    private const double BreakSteps = 27;

    // HTK book, section 5.4.
    private const double HtkFactor = 1127;
    private const double HtkHertz = 700;

    /// <summary>The mel value of a frequency.</summary>
    /// <param name="hertz">0 or more.</param>
    /// <param name="scale">The mapping.</param>
    public static double ToMel(double hertz, MelScale scale) => scale switch
    {
        MelScale.Htk => HtkFactor * double.LogP1(hertz / HtkHertz),
        _ => hertz < BreakHertz ? hertz / HertzPerMel : BreakMel + (BreakSteps * Math.Log(hertz / BreakHertz) / Math.Log(BreakRatio)),
    };

    /// <summary>The frequency, in hertz, of a mel value.</summary>
    /// <param name="mel">0 or more.</param>
    /// <param name="scale">The mapping.</param>
    public static double ToHertz(double mel, MelScale scale) => scale switch
    {
        MelScale.Htk => HtkHertz * double.ExpM1(mel / HtkFactor),
        _ => mel < BreakMel ? mel * HertzPerMel : BreakHertz * Math.Exp(Math.Log(BreakRatio) * (mel - BreakMel) / BreakSteps),
    };
}
