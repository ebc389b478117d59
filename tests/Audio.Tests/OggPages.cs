using System.Buffers.Binary;

namespace RealtimeEmotion.Audio.Tests;

/// <summary>Changes pages of Ogg files (RFC 3533).</summary>
internal static class OggPages
{
    /// <summary>Makes a file end some samples earlier: its last page says so, and nothing else changes.</summary>
    public static void TrimEnd(byte[] file, int samples)
    {
        Span<byte> page = file.AsSpan(file.AsSpan().LastIndexOf("OggS"u8));
        BinaryPrimitives.WriteInt64LittleEndian(page[6..], BinaryPrimitives.ReadInt64LittleEndian(page[6..]) - samples);
        page.Slice(22, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(page[22..], Checksum(page));
    }

    private static uint Checksum(ReadOnlySpan<byte> page)
    {
        var crc = 0u;
        foreach (var value in page)
        {
            crc ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc << 1) ^ ((crc & 0x80000000) != 0 ? 0x04C11DB7u : 0);
        }

        return crc;
    }
}
