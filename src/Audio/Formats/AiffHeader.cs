using System.Buffers.Binary;
using System.Text;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Formats;

/// <summary>Finds the samples of an AIFF or AIFF-C in a seekable source (Apple, Audio Interchange File Format 1.3, AIFF-C draft 1991).</summary>
internal sealed class AiffHeader
{
    private const int MostChunks = 4096;

    private AiffHeader(PcmFormat format, string? foreignCodec, long dataLength, string? warning)
    {
        Format = format;
        ForeignCodec = foreignCodec;
        DataLength = dataLength;
        Warning = warning;
    }

    public PcmFormat Format { get; }

    /// <summary>The name of a compressed encoding that is none of ours, or null.</summary>
    public string? ForeignCodec { get; }

    /// <summary>Bytes of samples that are there.</summary>
    public long DataLength { get; }

    public string? Warning { get; }

    /// <summary>Reads the chunks and leaves the source at the first sample.</summary>
    /// <exception cref="InputException">There is no sound in it, or none that can be told.</exception>
    public static AiffHeader Read(ByteSource source)
    {
        Span<byte> chunk = stackalloc byte[8];
        Span<byte> common = stackalloc byte[22];
        common.Clear();
        var commonLength = 0;
        var soundAt = -1L;
        var soundLength = 0L;
        source.Skip(12);
        for (var chunks = 0; chunks < MostChunks && (commonLength == 0 || soundAt < 0) && source.Read(chunk) == 8; chunks++)
        {
            var size = (long)BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
            var begin = source.Position;
            if (chunk.StartsWith("COMM"u8))
            {
                commonLength = source.Read(common[..(int)Math.Min(size, common.Length)]);
            }
            else if (chunk.StartsWith("SSND"u8))
            {
                if (source.Read(chunk) < 8)
                    break;
                var offset = BinaryPrimitives.ReadUInt32BigEndian(chunk);
                soundAt = begin + 8 + offset;
                soundLength = Math.Max(0, size - 8 - offset);
            }

            source.Skip(size + (size & 1) - (source.Position - begin));
        }

        if (commonLength < 18)
            throw new InputException(source.Subject, "has no whole COMM chunk, so nobody can tell what its samples are", "copy or export it again");
        var channels = BinaryPrimitives.ReadUInt16BigEndian(common);
        var frames = BinaryPrimitives.ReadUInt32BigEndian(common[2..]);
        var bits = BinaryPrimitives.ReadUInt16BigEndian(common[6..]);
        AudioLimits.Check(source.Subject, channels, Rate(common[8..18]));
        var codec = commonLength >= 22 ? Encoding.Latin1.GetString(common[18..22]) : "NONE";
        var (encoding, bigEndian) = EncodingOf(codec, bits);
        var format = new PcmFormat(encoding ?? SampleEncoding.Pcm16, bigEndian, channels, (int)Rate(common[8..18]));
        if (encoding is null)
            return new AiffHeader(format, bits is > 32 or 0 && codec is "NONE" ? $"{bits}-bit PCM" : $"codec {codec.Trim()}", 0, null);
        if (soundAt < 0)
        {
            if (frames != 0)
                throw new InputException(source.Subject, "has no SSND chunk, so it holds no sound", "copy or export it again");
            return new AiffHeader(format, null, 0, null);
        }

        // Programs that were cut off leave a size or a count of 0; then the other one, or the end of the file, holds.
        var there = Math.Max(0, source.Length!.Value - soundAt);
        var counted = frames * (long)format.BytesPerFrame;
        var promised = counted == 0 ? soundLength : soundLength == 0 ? counted : Math.Min(counted, soundLength);
        var length = promised == 0 ? there : Math.Min(promised, there);
        source.SeekTo(Math.Min(soundAt, source.Length.Value));
        string? warning = null;
        if (promised > there)
            warning = $"its header promises {promised / format.BytesPerFrame} frames and it holds {there / format.BytesPerFrame}";
        else if (promised == 0 && there >= format.BytesPerFrame)
            warning = "its header says that it holds no sound; everything to its end is taken";
        return new AiffHeader(format, null, length, warning);
    }

    private static (SampleEncoding? Encoding, bool BigEndian) EncodingOf(string codec, int bits) => codec switch
    {
        "NONE" or "twos" => (Integer(bits), true),
        "sowt" => (Integer(bits), false),
        "raw " => (SampleEncoding.Unsigned8, false),
        "in24" => (SampleEncoding.Pcm24, true),
        "42ni" => (SampleEncoding.Pcm24, false),
        "in32" => (SampleEncoding.Pcm32, true),
        "23ni" => (SampleEncoding.Pcm32, false),
        "fl32" or "FL32" => (SampleEncoding.IeeeFloat32, true),
        "fl64" or "FL64" => (SampleEncoding.IeeeFloat64, true),
        "alaw" or "ALAW" => (SampleEncoding.ALaw, false),
        "ulaw" or "ULAW" => (SampleEncoding.MuLaw, false),
        _ => (null, true),
    };

    private static SampleEncoding? Integer(int bits) => ((bits + 7) / 8) switch
    {
        1 => SampleEncoding.Signed8,
        2 => SampleEncoding.Pcm16,
        3 => SampleEncoding.Pcm24,
        4 => SampleEncoding.Pcm32,
        _ => null,
    };

    /// <summary>An 80-bit IEEE extended number, rounded; 0 where it is no rate at all.</summary>
    private static long Rate(ReadOnlySpan<byte> extended)
    {
        var exponent = BinaryPrimitives.ReadUInt16BigEndian(extended) - 16383;
        var mantissa = BinaryPrimitives.ReadUInt64BigEndian(extended[2..]);
        if (exponent is < 0 or > 31)
            return 0;
        return (long)Math.Round(mantissa * Math.Pow(2, exponent - 63));
    }
}
