namespace RealtimeEmotion.Audio.Formats;

/// <summary>The layout of uncompressed interleaved audio in a file.</summary>
/// <param name="Encoding">How a sample is kept.</param>
/// <param name="BigEndian">Whether samples of several bytes have their most significant byte first (AIFF, RIFX).</param>
/// <param name="Channels">Samples a frame, 1 to 64.</param>
/// <param name="SampleRate">Frames a second.</param>
public readonly record struct PcmFormat(SampleEncoding Encoding, bool BigEndian, int Channels, int SampleRate)
{
    /// <summary>Bytes of one sample.</summary>
    public int BytesPerSample => Encoding switch
    {
        SampleEncoding.Pcm16 => 2,
        SampleEncoding.Pcm24 => 3,
        SampleEncoding.Pcm32 or SampleEncoding.IeeeFloat32 => 4,
        SampleEncoding.IeeeFloat64 => 8,
        _ => 1,
    };

    /// <summary>Bytes of one sample of every channel.</summary>
    public int BytesPerFrame => BytesPerSample * Channels;

    /// <summary>Whether samples are IEEE 754 numbers.</summary>
    public bool IsFloat => Encoding is SampleEncoding.IeeeFloat32 or SampleEncoding.IeeeFloat64;

    /// <summary>The encoding in words: "16-bit PCM", "32-bit float".</summary>
    public string Name => Encoding switch
    {
        SampleEncoding.Unsigned8 or SampleEncoding.Signed8 => "8-bit PCM",
        SampleEncoding.Pcm16 => "16-bit PCM",
        SampleEncoding.Pcm24 => "24-bit PCM",
        SampleEncoding.Pcm32 => "32-bit PCM",
        SampleEncoding.IeeeFloat32 => "32-bit float",
        SampleEncoding.IeeeFloat64 => "64-bit float",
        SampleEncoding.ALaw => "A-law",
        _ => "mu-law",
    };
}
