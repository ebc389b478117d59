using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace RealtimeEmotion.Cli.Output;

/// <summary>NumPy's file format, version 1.0 (numpy.lib.format), for a matrix of float32.</summary>
internal static class NpyWriter
{
    // The header ends at a multiple of this, so that the data can be mapped into memory.
    private const int Alignment = 64;

    internal static void Write(Stream stream, ReadOnlySpan<float> values, int rows, int columns)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}";
        int prefix = 10;
        int length = (((prefix + header.Length + 1 + Alignment - 1) / Alignment) * Alignment) - prefix;
        Span<byte> start = stackalloc byte[prefix];
        "NUMPY"u8.CopyTo(start[1..]);
        start[0] = 0x93;
        start[6] = 1;
        start[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(start[8..], (ushort)length);
        stream.Write(start);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> value = stackalloc byte[sizeof(float)];
        foreach (float v in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(value, v);
            stream.Write(value);
        }
    }
}
