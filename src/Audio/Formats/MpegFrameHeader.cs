namespace RealtimeEmotion.Audio.Formats;

/// <summary>The four bytes in front of an MPEG-1, 2 or 2.5 audio frame (ISO/IEC 11172-3 2.4.1.3, 13818-3).</summary>
/// <param name="Layer">1 to 3.</param>
/// <param name="IsVersion1">MPEG-1, as against the half and quarter rates of 2 and 2.5.</param>
/// <param name="SampleRate">Frames a second.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="HasCrc">Whether two bytes of checksum follow the header.</param>
/// <param name="Length">Bytes from this header to the next.</param>
internal readonly record struct MpegFrameHeader(int Layer, bool IsVersion1, int SampleRate, int Channels, bool HasCrc, int Length)
{
    private static ReadOnlySpan<ushort> Rates1 => [44100, 48000, 32000];

    private static ReadOnlySpan<short> Kilobits => [
        0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, // MPEG-1 layer I
        0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, // MPEG-1 layer II
        0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, // MPEG-1 layer III
        0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256, // MPEG-2 layer I
        0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]; // MPEG-2 layers II, III

    /// <summary>Samples of each channel in a frame.</summary>
    public int Samples => Layer == 1 ? 384 : Layer == 2 || IsVersion1 ? 1152 : 576;

    /// <summary>Bytes of layer III's side information, behind which Xing and LAME keep theirs.</summary>
    public int SideInfoLength => IsVersion1 ? Channels == 1 ? 17 : 32 : Channels == 1 ? 9 : 17;

    /// <summary>Reads a header; false where these bytes are none (free format included).</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out MpegFrameHeader header)
    {
        header = default;
        if (bytes.Length < 4 || bytes[0] != 0xFF || (bytes[1] & 0xE0) != 0xE0)
            return false;
        var version = bytes[1] >> 3 & 3; // 0 = 2.5, 2 = 2, 3 = 1
        var layer = 4 - (bytes[1] >> 1 & 3);
        var bitrate = bytes[2] >> 4;
        var rate = bytes[2] >> 2 & 3;
        if (version == 1 || layer == 4 || bitrate is 0 or 15 || rate == 3)
            return false;
        var isVersion1 = version == 3;
        var row = isVersion1 ? layer - 1 : layer == 1 ? 3 : 4;
        var kilobits = Kilobits[row * 15 + bitrate];
        var sampleRate = Rates1[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        var padding = bytes[2] >> 1 & 1;
        var length = layer == 1
            ? (12000 * kilobits / sampleRate + padding) * 4
            : (layer == 3 && !isVersion1 ? 72000 : 144000) * kilobits / sampleRate + padding;
        header = new MpegFrameHeader(layer, isVersion1, sampleRate, bytes[3] >> 6 == 3 ? 1 : 2, (bytes[1] & 1) == 0, length);
        return true;
    }
}
