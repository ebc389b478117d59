namespace RealtimeEmotion.Engine.Spectral;

/// <summary>How a mel band's value is compressed.</summary>
public enum Compression
{
    /// <summary>Not at all: the band's power or magnitude as it is.</summary>
    None,

    /// <summary>ln(value + offset).</summary>
    NaturalLog,

    /// <summary>Decibels as librosa's <c>power_to_db</c> (for magnitudes, <c>amplitude_to_db</c>) has them:
    /// 10·log10(max(amin, power)) − 10·log10(max(amin, ref)), then, where topDb is set, not below the maximum − topDb.</summary>
    Decibel,
}
