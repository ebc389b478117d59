using System.Buffers.Binary;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// The default state of a plugin: a mark, a count, and an (id, normalised value) pair for each parameter that is not
/// read-only, little-endian. Pairs with unknown ids, from a later version, are kept and written again; parameters
/// without a pair, from an earlier version, get their default.
/// </summary>
internal sealed class ParameterState
{
    private const uint Mark = 0x31535056; // "VPS1"
    private const int HeaderSize = 8;
    private const int PairSize = 12;

    private readonly Lock _gate = new();
    private Dictionary<uint, double> _unknown = [];

    internal void Save(ParameterList parameters, Stream stream)
    {
        List<(uint Id, double Value)> pairs = [];
        foreach (Parameter parameter in parameters)
        {
            if ((parameter.Flags & ParameterFlags.ReadOnly) == 0)
                pairs.Add((parameter.Id, parameter.ProcessorValue));
        }

        lock (_gate)
        {
            foreach ((uint id, double value) in _unknown)
                pairs.Add((id, value));
        }

        byte[] bytes = new byte[HeaderSize + (PairSize * pairs.Count)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), pairs.Count);
        for (int k = 0; k < pairs.Count; k++)
        {
            Span<byte> pair = bytes.AsSpan(HeaderSize + (PairSize * k), PairSize);
            BinaryPrimitives.WriteUInt32LittleEndian(pair, pairs[k].Id);
            BinaryPrimitives.WriteDoubleLittleEndian(pair[4..], pairs[k].Value);
        }

        stream.Write(bytes);
    }

    internal void Load(ParameterList parameters, Stream stream)
    {
        byte[] header = new byte[HeaderSize];
        if (stream.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize)
            throw new InvalidDataException("The state is shorter than its header.");
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Mark)
            throw new InvalidDataException("The state does not start with VPS1.");
        int count = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        if (count is < 0 or > 1 << 20)
            throw new InvalidDataException($"The state claims to hold {count} parameters.");

        Dictionary<uint, double> values = [];
        byte[] pair = new byte[PairSize];
        for (int k = 0; k < count; k++)
        {
            if (stream.ReadAtLeast(pair, PairSize, throwOnEndOfStream: false) < PairSize)
                throw new InvalidDataException($"The state ends after {k} of {count} parameters.");
            double value = BinaryPrimitives.ReadDoubleLittleEndian(pair.AsSpan(4));
            if (value is not (>= 0 and <= 1))
                throw new InvalidDataException($"Parameter {BinaryPrimitives.ReadUInt32LittleEndian(pair)} has the value {value}, not one from 0 to 1.");
            values[BinaryPrimitives.ReadUInt32LittleEndian(pair)] = value;
        }

        foreach (Parameter parameter in parameters)
        {
            if ((parameter.Flags & ParameterFlags.ReadOnly) != 0)
                continue;
            parameter.Restore(values.Remove(parameter.Id, out double value) ? value : parameter.DefaultNormalized);
        }

        lock (_gate)
            _unknown = values;
    }
}
