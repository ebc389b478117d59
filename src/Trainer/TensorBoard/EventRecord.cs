using System.Buffers.Binary;
using System.Numerics;

namespace RealtimeEmotion.Trainer.TensorBoard;

/// <summary>One record of an event file: its length, the length's checksum, the bytes, their checksum.</summary>
/// <remarks>The TFRecord format: numbers are little-endian, checksums CRC-32C (RFC 3720, appendix B.4), turned right by 15 bits and
/// raised by a constant, so that the checksum of data that hold checksums stays good.</remarks>
internal static class EventRecord
{
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>A record around some bytes.</summary>
    internal static byte[] Around(ReadOnlySpan<byte> data)
    {
        var record = new byte[sizeof(ulong) + sizeof(uint) + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), Masked(Checksum(record.AsSpan(0, sizeof(ulong)))));
        data.CopyTo(record.AsSpan(sizeof(ulong) + sizeof(uint)));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - sizeof(uint)), Masked(Checksum(data)));
        return record;
    }

    /// <summary>Reads a record.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="at">Where the record begins; moves to its end.</param>
    /// <param name="data">What is in it.</param>
    /// <returns>False at the end, and where what is left is no whole, sound record.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> file, ref int at, out ReadOnlySpan<byte> data)
    {
        const int Head = sizeof(ulong) + sizeof(uint);
        data = default;
        ReadOnlySpan<byte> rest = file[at..];
        if (rest.Length < Head + sizeof(uint)
            || BinaryPrimitives.ReadUInt32LittleEndian(rest[sizeof(ulong)..]) != Masked(Checksum(rest[..sizeof(ulong)]))
            || BinaryPrimitives.ReadUInt64LittleEndian(rest) is var length && length > (ulong)(rest.Length - Head - sizeof(uint)))
        {
            return false;
        }

        data = rest.Slice(Head, (int)length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(rest[(Head + data.Length)..]) != Masked(Checksum(data)))
        {
            return false;
        }

        at += Head + data.Length + sizeof(uint);
        return true;
    }

    /// <summary>CRC-32C.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    /// <summary>The checksum as it is stored.</summary>
    internal static uint Masked(uint crc) => BitOperations.RotateRight(crc, 15) + MaskDelta;
}
