using RealtimeEmotion.Audio.Files;

namespace RealtimeEmotion.Audio.Formats;

/// <summary>Tells what a file is by its contents; names and extensions have no say.</summary>
internal static class AudioSniffer
{
    /// <summary>Bytes to look at; ID3 pictures in front of MP3 frames are passed over apart from these.</summary>
    public const int LookAhead = 16384;

    private static ReadOnlySpan<byte> AsfGuid => [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11];

    /// <summary>Looks at the beginning of a source; consumes nothing but leading ID3v2 tags.</summary>
    public static AudioKind Recognise(ByteSource source)
    {
        var start = source.Peek(LookAhead);
        var isTagged = false;
        while (start.Length >= 10 && start.StartsWith("ID3"u8))
        {
            isTagged = true;
            var size = (start[6] & 127) << 21 | (start[7] & 127) << 14 | (start[8] & 127) << 7 | start[9] & 127;
            source.Skip(size + ((start[5] & 0x10) != 0 ? 20 : 10));
            start = source.Peek(LookAhead);
        }

        // Frames may begin behind more padding than we look at; the tag itself is proof enough.
        var kind = Recognise(start);
        return isTagged && kind is (AudioKind.Unknown or AudioKind.Text) ? AudioKind.Mpeg : kind;
    }

    private static AudioKind Recognise(ReadOnlySpan<byte> start)
    {
        if (WavHeader.Recognises(start))
            return AudioKind.Wav;
        if (start.StartsWith("FORM"u8) && start.Length >= 12 && start[8..12] is [(byte)'A', (byte)'I', (byte)'F', (byte)'F' or (byte)'C'])
            return AudioKind.Aiff;
        if (start.StartsWith("fLaC"u8))
            return AudioKind.Flac;
        if (start.StartsWith("OggS"u8))
            return RecogniseOgg(start);
        if (start.Length >= 12 && start[4..8].SequenceEqual("ftyp"u8))
            return AudioKind.Mp4;
        if (IsOtherKnown(start))
            return AudioKind.OtherByFfmpeg;
        if (start.Length >= 2 && start[0] == 0xFF && (start[1] & 0xF6) == 0xF0)
            return AudioKind.Adts;
        if (IsText(start))
            return AudioKind.Text;
        return HasMpegFrames(start) ? AudioKind.Mpeg : AudioKind.Unknown;
    }

    private static AudioKind RecogniseOgg(ReadOnlySpan<byte> start)
    {
        if (start.Length < 28)
            return AudioKind.OggOther;
        // The first page holds the first packet alone: 27 bytes, a table of lacing values, the packet.
        var packet = start[Math.Min(start.Length, 27 + start[26])..];
        // NVorbis 0.10.5 decodes more than two channels to noise.
        if (packet.StartsWith("\u0001vorbis"u8) && packet.Length > 11)
            return packet[11] <= 2 ? AudioKind.OggVorbis : AudioKind.OggVorbisSurround;
        return packet.StartsWith("OpusHead"u8) ? AudioKind.OggOpus : AudioKind.OggOther;
    }

    private static bool IsOtherKnown(ReadOnlySpan<byte> start) =>
        start.StartsWith(".snd"u8) || start.StartsWith("caff"u8) || start.StartsWith("wvpk"u8) || start.StartsWith("MAC "u8)
        || start.StartsWith("TTA1"u8) || start.StartsWith("MPCK"u8) || start.StartsWith("MP+"u8) || start.StartsWith("#!AMR"u8)
        || start.StartsWith(AsfGuid) || start.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]);

    private static bool HasMpegFrames(ReadOnlySpan<byte> start)
    {
        // Two frames in a row, for a lone sync word is in every large file.
        for (var at = 0; at + 4 <= start.Length; at++)
        {
            if (MpegFrameHeader.TryParse(start[at..], out var first) && at + first.Length + 4 <= start.Length
                && MpegFrameHeader.TryParse(start[(at + first.Length)..], out var second)
                && second.SampleRate == first.SampleRate && second.Layer == first.Layer)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsText(ReadOnlySpan<byte> start)
    {
        var looked = start[..Math.Min(start.Length, 512)];
        if (looked.IsEmpty)
            return false;
        if (looked.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return true;
        foreach (var letter in looked)
        {
            if (letter < 0x20 && letter is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x1B) || letter == 0x7F)
                return false;
        }

        return true;
    }
}
