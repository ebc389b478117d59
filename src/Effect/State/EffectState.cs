using System.Buffers.Binary;
using System.Text;

namespace RealtimeEmotion.Effect;

/// <summary>
/// A session's state as bytes, and back: a header, records of a kind and a length each, and a checksum. Records and
/// parameters that this version does not know are kept and written again.
/// </summary>
/// <remarks>
/// Little-endian: mark "RTEF", version (u32), length of all records (u32); a record: kind (u32), length (u32), content;
/// at the end the CRC-32 of all before it. Kind 1 is a parameter: id (u32) and plain value (f64), so that a range may
/// change between versions. Kind 2 is the path of the user's model in UTF-8.
/// </remarks>
internal sealed class EffectState
{
    /// <summary>The version that is written. Later ones are read too: they may add records, not change them.</summary>
    internal const uint Version = 1;

    private const uint Mark = 0x46455452; // "RTEF"
    private const uint ParameterKind = 1;
    private const uint ModelKind = 2;
    private const int HeaderSize = 12;
    private const int RecordHeaderSize = 8;
    private const int ParameterSize = 12;
    private const int ChecksumSize = 4;

    // A state is below a kilobyte; what claims to be so large is none.
    private const uint MostBytes = 1 << 20;

    /// <summary>Plain values by the parameters' numbers, unknown ones too.</summary>
    internal Dictionary<uint, double> Values { get; } = [];

    /// <summary>The user's model file; null where there is none.</summary>
    internal string? ModelPath { get; set; }

    /// <summary>Records of kinds that this version does not know.</summary>
    internal List<(uint Kind, byte[] Content)> Unknown { get; } = [];

    /// <summary>Writes the state.</summary>
    internal void Save(Stream stream)
    {
        using var records = new MemoryStream();
        Span<byte> content = stackalloc byte[ParameterSize];
        foreach ((uint id, double value) in Values.OrderBy(pair => pair.Key))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(content, id);
            BinaryPrimitives.WriteDoubleLittleEndian(content[4..], value);
            WriteRecord(records, ParameterKind, content);
        }

        if (ModelPath is { } path)
            WriteRecord(records, ModelKind, Encoding.UTF8.GetBytes(path));
        foreach ((uint kind, byte[] unknown) in Unknown)
            WriteRecord(records, kind, unknown);

        byte[] bytes = new byte[HeaderSize + records.Length + ChecksumSize];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Mark);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), (uint)records.Length);
        records.ToArray().CopyTo(bytes, HeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(^ChecksumSize), Crc32.Of(bytes.AsSpan(..^ChecksumSize)));
        stream.Write(bytes);
    }

    /// <summary>Reads a state of any version. What lies behind it in the stream is left.</summary>
    /// <exception cref="InvalidDataException">The bytes are no state, or a damaged one.</exception>
    internal static EffectState Load(Stream stream)
    {
        byte[] header = new byte[HeaderSize];
        if (stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize)
            throw new InvalidDataException("The state is shorter than its header.");
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Mark)
            throw new InvalidDataException("The state does not start with RTEF.");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8));
        if (length > MostBytes)
            throw new InvalidDataException($"The state claims to have {length} bytes.");
        byte[] bytes = new byte[HeaderSize + length + ChecksumSize];
        header.CopyTo(bytes, 0);
        if (stream.ReadAtLeast(bytes.AsSpan(HeaderSize), bytes.Length - HeaderSize, throwOnEndOfStream: false) < bytes.Length - HeaderSize)
            throw new InvalidDataException("The state ends early.");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(^ChecksumSize)) != Crc32.Of(bytes.AsSpan(..^ChecksumSize)))
            throw new InvalidDataException("The state is damaged: its checksum does not hold.");
        return Parse(bytes.AsSpan(HeaderSize, (int)length));
    }

    private static EffectState Parse(ReadOnlySpan<byte> records)
    {
        var state = new EffectState();
        while (!records.IsEmpty)
        {
            if (records.Length < RecordHeaderSize)
                throw new InvalidDataException("The state's last record has no header.");
            uint kind = BinaryPrimitives.ReadUInt32LittleEndian(records);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(records[4..]);
            records = records[RecordHeaderSize..];
            if (length > records.Length)
                throw new InvalidDataException("A record of the state is longer than what is left.");
            ReadOnlySpan<byte> content = records[..(int)length];
            records = records[(int)length..];
            switch (kind)
            {
                case ParameterKind when length == ParameterSize:
                    double value = BinaryPrimitives.ReadDoubleLittleEndian(content[4..]);
                    if (!double.IsFinite(value))
                        throw new InvalidDataException($"Parameter {BinaryPrimitives.ReadUInt32LittleEndian(content)} of the state is {value}.");
                    state.Values[BinaryPrimitives.ReadUInt32LittleEndian(content)] = value;
                    break;
                case ModelKind:
                    state.ModelPath = Encoding.UTF8.GetString(content);
                    break;
                default:
                    state.Unknown.Add((kind, content.ToArray()));
                    break;
            }
        }

        return state;
    }

    private static void WriteRecord(MemoryStream records, uint kind, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[RecordHeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(header, kind);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)content.Length);
        records.Write(header);
        records.Write(content);
    }
}
