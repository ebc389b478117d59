namespace RealtimeEmotion.Audio.Decoders;

/// <summary>Opus's channel order, which is Vorbis's (RFC 7845 5.1.1.2, Vorbis I specification 4.3.9), against WAV's.</summary>
internal static class VorbisOrder
{
    /// <summary>For each channel in WAV's order its place in Vorbis's; empty where they do not differ.</summary>
    public static ReadOnlySpan<byte> OfWav(int channels) => channels switch
    {
        3 => [0, 2, 1],
        5 => [0, 2, 1, 3, 4],
        6 => [0, 2, 1, 5, 3, 4],
        7 => [0, 2, 1, 6, 5, 3, 4],
        8 => [0, 2, 1, 7, 5, 6, 3, 4],
        _ => [],
    };
}
