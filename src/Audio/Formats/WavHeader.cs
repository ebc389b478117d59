using System.Buffers.Binary;
using System.Text;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Formats;

/// <summary>
/// All that stands before the samples of a WAV (RIFF, RIFX, RF64, BW64, Wave64). Headers lie: what can be read is read
/// and remarked on, the rest is refused with a reason.
/// </summary>
internal sealed class WavHeader
{
    private const int MostChunks = 4096;
    private const uint Unknown32 = uint.MaxValue;
    private const ushort TagPcm = 1;
    private const ushort TagFloat = 3;
    private const ushort TagALaw = 6;
    private const ushort TagMuLaw = 7;
    private const ushort TagExtensible = 0xFFFE;

    private static ReadOnlySpan<byte> Wave64Riff => [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00];

    /// <summary>The tail that Wave64 chunk names share after their four letters.</summary>
    private static ReadOnlySpan<byte> Wave64Tail => [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A];

    private readonly ByteSource _source;
    private readonly MemoryStream? _copy;
    private readonly List<string> _remarks = [];
    private long _ds64Data = -1;
    private bool _hasFormat;

    private WavHeader(ByteSource source, MemoryStream? copy)
    {
        _source = source;
        _copy = copy;
    }

    public WavContainer Container { get; private set; }

    /// <summary>The layout of the samples; meaningless where <see cref="ForeignCodec"/> is set.</summary>
    public PcmFormat Format { get; private set; }

    /// <summary>The name of a compressed encoding that is none of ours, or null.</summary>
    public string? ForeignCodec { get; private set; }

    /// <summary>Where the samples begin, counted from the file's first byte.</summary>
    public long DataOffset { get; private set; }

    /// <summary>Bytes of samples that are there: what the header says, corrected by what the file holds; null = until the end.</summary>
    public long? DataLength { get; private set; }

    /// <summary>What the data chunk's size field says (a ds64 chunk considered); null where it says "unknown".</summary>
    public long? DeclaredLength { get; private set; }

    /// <summary>Where the 64-bit sizes of a ds64 chunk lie, or -1.</summary>
    public long Ds64Offset { get; private set; } = -1;

    /// <summary>Where the frame count of a fact chunk lies, or -1.</summary>
    public long FactOffset { get; private set; } = -1;

    /// <summary>What is odd about the file, or null.</summary>
    public string? Warning => _remarks.Count == 0 ? null : string.Join("; ", _remarks);

    private bool IsWave64 => Container == WavContainer.Wave64;

    private bool IsBigEndian => Container == WavContainer.Rifx;

    /// <summary>Whether these first bytes of a file (16 are enough) begin a WAV of any kind.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start) =>
        start.Length >= 12 && start[8..12].SequenceEqual("WAVE"u8)
            && (start.StartsWith("RIFF"u8) || start.StartsWith("RIFX"u8) || start.StartsWith("RF64"u8) || start.StartsWith("BW64"u8))
        || start.StartsWith(Wave64Riff);

    /// <summary>
    /// Reads up to the first sample, and not beyond.
    /// </summary>
    /// <param name="source">At its beginning.</param>
    /// <param name="copy">Receives every byte read, where the caller wants to pass them on.</param>
    /// <exception cref="InputException">There is no way to tell where the samples are or what they are.</exception>
    public static WavHeader Read(ByteSource source, MemoryStream? copy = null)
    {
        var header = new WavHeader(source, copy);
        header.ReadChunks();
        return header;
    }

    /// <summary>
    /// The size fields as they should be for a file whose samples turn out to take <paramref name="dataLength"/> bytes;
    /// none where the header was right. RIFF that has grown past 4 GiB gets all ones, which stand for "until the end".
    /// </summary>
    /// <param name="dataLength">Bytes of samples.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    public IReadOnlyList<HeaderPatch> Corrections(long dataLength, long fileLength)
    {
        if (dataLength == DeclaredLength)
            return [];
        var patches = new List<HeaderPatch>();
        var frames = dataLength / Format.BytesPerFrame;
        if (IsWave64)
        {
            patches.Add(HeaderPatch.Of64(16, fileLength));
            patches.Add(HeaderPatch.Of64(DataOffset - 8, dataLength + 24));
        }
        else if (Ds64Offset >= 0)
        {
            patches.Add(HeaderPatch.Of64(Ds64Offset, fileLength - 8));
            patches.Add(HeaderPatch.Of64(Ds64Offset + 8, dataLength));
            patches.Add(HeaderPatch.Of64(Ds64Offset + 16, frames));
            patches.Add(HeaderPatch.Of32(DataOffset - 4, Unknown32, IsBigEndian));
        }
        else
        {
            patches.Add(HeaderPatch.Of32(4, (uint)Math.Min(fileLength - 8, Unknown32), IsBigEndian));
            patches.Add(HeaderPatch.Of32(DataOffset - 4, (uint)Math.Min(dataLength, Unknown32), IsBigEndian));
        }

        if (FactOffset >= 0)
            patches.Add(HeaderPatch.Of32(FactOffset, (uint)Math.Min(frames, Unknown32), IsBigEndian));
        patches.Sort((one, other) => one.Offset.CompareTo(other.Offset));
        return patches;
    }

    private void ReadChunks()
    {
        Span<byte> start = stackalloc byte[40];
        if (!Recognises(_source.Peek(16)))
            throw Refused("is not a WAV file", "give a file that begins with RIFF, RF64, BW64 or a Wave64 GUID");
        Take(start[..4]);
        Container = start[..4] switch
        {
            [0x52, 0x49, 0x46, 0x58] => WavContainer.Rifx, // "RIFX"
            [0x52, 0x46, 0x36, 0x34] => WavContainer.Rf64, // "RF64"
            [0x42, 0x57, 0x36, 0x34] => WavContainer.Bw64, // "BW64"
            [0x72, ..] => WavContainer.Wave64, // "riff"
            _ => WavContainer.Riff,
        };
        if (IsWave64)
        {
            if (Take(start[..36]) < 36 || !start[20..24].SequenceEqual("wave"u8))
                throw Refused("is not a whole Wave64 file", "copy it again from where it came");
        }
        else
        {
            Take(start[..8]);
        }

        for (var chunks = 0; ; chunks++)
        {
            if (!ReadChunkHeader(out var id, out var size))
                throw Refused(
                    _hasFormat ? "has no data chunk, so it holds no sound" : "ends before its fmt chunk, so it holds no sound",
                    "copy or export it again");
            if (chunks == MostChunks)
                throw Refused($"has no data chunk among its first {MostChunks} chunks", "copy or export it again");
            if (id == "data")
            {
                BeginData(size);
                return;
            }

            ReadChunk(id, size);
        }
    }

    private void ReadChunk(string id, long size)
    {
        var position = _source.Position;
        switch (id)
        {
            case "fmt " when !_hasFormat:
                ReadFormat(size);
                break;
            case "ds64" when Container is WavContainer.Rf64 or WavContainer.Bw64 && size >= 24:
                Span<byte> sizes = stackalloc byte[24];
                Ds64Offset = position;
                if (Take(sizes) == sizes.Length)
                    _ds64Data = BinaryPrimitives.ReadInt64LittleEndian(sizes[8..]);
                break;
            case "fact" when size >= 4:
                FactOffset = position;
                break;
        }

        var padded = IsWave64 ? (size + 7) & ~7 : size;
        var rest = padded - (_source.Position - position);
        if (rest > 0)
            Pass(rest);
        if (!IsWave64 && (size & 1) != 0)
            PassPadding();
    }

    private bool ReadChunkHeader(out string id, out long size)
    {
        Span<byte> header = stackalloc byte[24];
        header = header[..(IsWave64 ? 24 : 8)];
        if (Take(header) < header.Length)
        {
            id = "";
            size = 0;
            return false;
        }

        id = Encoding.Latin1.GetString(header[..4]);
        if (!IsWave64)
        {
            size = IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(header[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            return true;
        }

        if (!header[4..16].SequenceEqual(Wave64Tail))
            id = "";
        // Wave64 counts the header itself; a size below that would not lead on.
        size = Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(header[16..]) - 24);
        return true;
    }

    private void ReadFormat(long size)
    {
        Span<byte> raw = stackalloc byte[40];
        var taken = Take(raw[..(int)Math.Min(size, 40)]);
        if (taken < 14)
            throw Refused("has a fmt chunk that is cut short", "copy or export it again");
        var fields = IsBigEndian ? SwapFormat(raw) : raw;
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(fields);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(fields[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(fields[4..]);
        var blockAlign = BinaryPrimitives.ReadUInt16LittleEndian(fields[12..]);
        int bits = taken >= 16 ? BinaryPrimitives.ReadUInt16LittleEndian(fields[14..]) : 0;
        if (tag == TagExtensible)
        {
            if (taken == 40)
                tag = BinaryPrimitives.ReadUInt16LittleEndian(fields[24..]);
            else
                Remark("its extensible fmt chunk is cut short and is taken for PCM");
            if (tag == TagExtensible)
                tag = TagPcm;
        }

        AudioLimits.Check(_source.Subject, channels, rate);
        _hasFormat = true;
        var encoding = EncodingOf(tag, channels, blockAlign, bits);
        Format = new PcmFormat(encoding, IsBigEndian && encoding is not (SampleEncoding.Unsigned8 or SampleEncoding.ALaw or SampleEncoding.MuLaw), channels, (int)rate);
        if (ForeignCodec is null && blockAlign != Format.BytesPerFrame)
            Remark($"its header says {blockAlign} bytes a frame, which cannot be; {Format.BytesPerFrame} are taken");
    }

    private SampleEncoding EncodingOf(ushort tag, int channels, int blockAlign, int bits)
    {
        var fromBits = (bits + 7) / 8;
        var fromAlign = blockAlign % channels == 0 ? blockAlign / channels : 0;
        switch (tag)
        {
            case TagALaw:
                return SampleEncoding.ALaw;
            case TagMuLaw:
                return SampleEncoding.MuLaw;
            case TagFloat:
                return (bits is 32 or 64 ? bits / 8 : fromAlign) switch
                {
                    4 => SampleEncoding.IeeeFloat32,
                    8 => SampleEncoding.IeeeFloat64,
                    _ => throw Refused($"holds {bits}-bit floating-point samples", "export it as 32-bit float or 24-bit PCM"),
                };
            case TagPcm:
                // A sample may sit in a wider container, left-justified (12 in 16 bits, 24 in 32).
                var width = fromAlign is >= 1 and <= 4 && fromAlign >= fromBits ? fromAlign : fromBits;
                return width switch
                {
                    1 => SampleEncoding.Unsigned8,
                    2 => SampleEncoding.Pcm16,
                    3 => SampleEncoding.Pcm24,
                    4 => SampleEncoding.Pcm32,
                    _ => throw Refused($"holds {bits}-bit PCM samples", "export it with 8, 16, 24 or 32 bits"),
                };
            default:
                ForeignCodec = tag switch
                {
                    0x0002 => "Microsoft ADPCM",
                    0x0011 => "IMA ADPCM",
                    0x0031 => "GSM 6.10",
                    0x0050 => "MPEG layer 2",
                    0x0055 => "MP3",
                    0x00FF or 0x1600 or 0x1610 => "AAC",
                    0x2000 => "AC-3",
                    _ => $"codec 0x{tag:X4}",
                };
                return SampleEncoding.Pcm16;
        }
    }

    private void BeginData(long size)
    {
        if (!_hasFormat)
            throw Refused("has no fmt chunk before its data, so nobody can tell what its samples are", "export it again");
        DataOffset = _source.Position;
        var available = _source.Remaining;
        DeclaredLength = size;
        if (!IsWave64 && size == Unknown32)
            DeclaredLength = _ds64Data is >= 0 and < long.MaxValue && Ds64Offset >= 0 ? _ds64Data : null;
        else if (IsWave64 && size > long.MaxValue - 48)
            DeclaredLength = null;

        if (DeclaredLength == 0 && available != 0 && !(available >= 8 && ChunkFollows(0)))
        {
            // Recorders that were cut off, and programs that write to pipes, leave 0.
            DeclaredLength = null;
            if (available is not null)
                Remark("its header says that it holds no sound; everything to its end is taken");
        }

        if (Container is WavContainer.Riff or WavContainer.Rifx && available > Unknown32 && DeclaredLength == (uint)available)
        {
            Remark("it is larger than its header can say; everything to its end is taken");
            DeclaredLength = available;
        }

        DataLength = DeclaredLength;
        if (available is { } there)
        {
            if (DeclaredLength > there && ForeignCodec is null)
                Remark($"its header promises {DeclaredLength / Format.BytesPerFrame} frames and it holds {there / Format.BytesPerFrame}");
            DataLength = Math.Min(DeclaredLength ?? there, there);
        }
    }

    /// <summary>Whether what lies ahead looks like a chunk that fits into the file, rather than like samples.</summary>
    private bool ChunkFollows(int ahead)
    {
        var next = _source.Peek(ahead + 8);
        if (next.Length < ahead + 8)
            return false;
        next = next[ahead..];
        foreach (var letter in next[..4])
        {
            if (letter is < 0x20 or > 0x7E)
                return false;
        }

        return IsWave64 || BinaryPrimitives.ReadUInt32LittleEndian(next[4..]) <= (_source.Remaining ?? long.MaxValue);
    }

    private void PassPadding()
    {
        var next = _source.Peek(8);
        // Chunks of odd size are padded, but some programs forget; a pad byte is 0 and no name begins so.
        if (next.Length > 0 && (next[0] == 0 || !ChunkFollows(0)))
            Pass(1);
    }

    private int Take(Span<byte> destination)
    {
        var read = _source.Read(destination);
        _copy?.Write(destination[..read]);
        return read;
    }

    private void Pass(long count)
    {
        if (_copy is null)
        {
            _source.Skip(count);
            return;
        }

        const int MostCopied = 64 << 20;
        if (_copy.Length + count > MostCopied && (_source.Remaining ?? long.MaxValue) >= count)
            throw Refused("has more than 64 MiB of other things before its sound", "give it as a file instead of a pipe");
        Span<byte> block = stackalloc byte[4096];
        for (int read; count > 0; count -= read)
        {
            read = Take(block[..(int)Math.Min(count, block.Length)]);
            if (read == 0)
                return;
        }
    }

    private void Remark(string text) => _remarks.Add(text);

    private InputException Refused(string problem, string remedy) => new(_source.Subject, problem, remedy);

    private static Span<byte> SwapFormat(Span<byte> raw)
    {
        raw[..2].Reverse();
        raw[2..4].Reverse();
        raw[4..8].Reverse();
        raw[8..12].Reverse();
        raw[12..14].Reverse();
        raw[14..16].Reverse();
        // The sub-format GUID's first field, of which only the tag matters.
        raw[24..28].Reverse();
        return raw;
    }
}
