namespace RealtimeEmotion.Audio.Formats;

/// <summary>How one sample is kept in a file.</summary>
public enum SampleEncoding
{
    /// <summary>8-bit PCM with an offset of 128 (WAV).</summary>
    Unsigned8,

    /// <summary>8-bit PCM in two's complement (AIFF).</summary>
    Signed8,

    /// <summary>16-bit PCM.</summary>
    Pcm16,

    /// <summary>24-bit PCM in three bytes.</summary>
    Pcm24,

    /// <summary>32-bit PCM.</summary>
    Pcm32,

    /// <summary>IEEE 754 single precision, full scale 1.</summary>
    IeeeFloat32,

    /// <summary>IEEE 754 double precision, full scale 1.</summary>
    IeeeFloat64,

    /// <summary>ITU-T G.711 A-law.</summary>
    ALaw,

    /// <summary>ITU-T G.711 mu-law.</summary>
    MuLaw,
}
