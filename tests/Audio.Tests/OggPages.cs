using System.Buffers.Binary;
using RealtimeEmotion.Audio.Decoders;

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
        BinaryPrimitives.WriteUInt32LittleEndian(page[22..], OggPageReader.Checksum(page));
    }
}
