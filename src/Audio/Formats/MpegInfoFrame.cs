using System.Buffers.Binary;

namespace RealtimeEmotion.Audio.Formats;

/// <summary>
/// What an encoder noted in a first frame without sound (Xing or Info, and LAME's extension; G. Bouvigne, "MP3 Info Tag revision 1").
/// </summary>
/// <param name="Delay">Frames of sound to leave out at the beginning.</param>
/// <param name="Length">Frames of sound after that.</param>
/// <param name="IsTrimmed">Whether the encoder's own delay and padding are known, so that <paramref name="Length"/> is exact.</param>
internal readonly record struct MpegInfoFrame(int Delay, long Length, bool IsTrimmed)
{
    /// <summary>A decoder's own delay, which the encoder's note does not count: 528 and the one sample of overlap.</summary>
    private const int DecoderDelay = 529;

    private const int LameAt = 120; // behind "Xing", flags, and all four fields
    private const int AllFields = 0xF;

    /// <summary>Finds it in the first MPEG frame of <paramref name="start"/>; null where there is none.</summary>
    public static MpegInfoFrame? Find(ReadOnlySpan<byte> start)
    {
        var at = 0;
        MpegFrameHeader header;
        while (!MpegFrameHeader.TryParse(start[at..], out header))
        {
            if (++at + 4 > start.Length)
                return null;
        }

        if (header.Layer != 3 || start.Length < at + header.Length)
            return null;
        var tag = start.Slice(at, header.Length)[Math.Min(header.Length, 4 + header.SideInfoLength)..];
        if (tag.Length < 12 || !(tag.StartsWith("Xing"u8) || tag.StartsWith("Info"u8)))
            return null;
        var fields = BinaryPrimitives.ReadUInt32BigEndian(tag[4..]);
        if ((fields & 1) == 0)
            return null;
        var frames = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]) * (long)header.Samples;
        if ((fields & AllFields) != AllFields || tag.Length < LameAt + 24 || tag[LameAt] == 0)
            return new MpegInfoFrame(0, frames, false);
        var notes = tag[(LameAt + 21)..];
        var delay = notes[0] << 4 | notes[1] >> 4;
        var padding = (notes[1] & 15) << 8 | notes[2];
        var length = frames - delay - padding;
        return length > 0 ? new MpegInfoFrame(delay + DecoderDelay, length, true) : new MpegInfoFrame(0, frames, false);
    }
}
