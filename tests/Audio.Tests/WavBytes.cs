using System.Buffers.Binary;
using System.Text;

namespace RealtimeEmotion.Audio.Tests;

/// <summary>Builds WAV files byte by byte, right ones and wrong ones.</summary>
internal static class WavBytes
{
    private static ReadOnlySpan<byte> Wave64Tail => [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A];

    public static byte[] Format(int tag, int channels, int rate, int bits, int? blockAlign = null)
    {
        var format = new byte[16];
        var align = blockAlign ?? channels * ((bits + 7) / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(format, (ushort)tag);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(8), rate * align);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(12), (ushort)align);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), (ushort)bits);
        return format;
    }

    public static byte[] Extensible(int tag, int channels, int rate, int containerBits, int validBits)
    {
        var format = new byte[40];
        Format(0xFFFE, channels, rate, containerBits).CopyTo(format, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(16), 22);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(18), (ushort)validBits);
        format[24] = (byte)tag;
        ReadOnlySpan<byte> family = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        family.CopyTo(format.AsSpan(26));
        return format;
    }

    public static byte[] Shorts(params int[] samples)
    {
        var bytes = new byte[samples.Length * 2];
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * 2), (short)samples[i]);
        return bytes;
    }

    public static byte[] Floats(params float[] samples)
    {
        var bytes = new byte[samples.Length * 4];
        Buffer.BlockCopy(samples, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    public static byte[] Chunk(string id, byte[] body, long? size = null, bool pad = true)
    {
        var chunk = new byte[8 + body.Length + (pad ? body.Length & 1 : 0)];
        Encoding.Latin1.GetBytes(id).CopyTo(chunk, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(4), (uint)(size ?? body.Length));
        body.CopyTo(chunk, 8);
        return chunk;
    }

    public static byte[] Riff(params byte[][] chunks) => Riff("RIFF", null, chunks);

    public static byte[] Riff(string id, long? size, params byte[][] chunks)
    {
        byte[] body = [.. "WAVE"u8, .. chunks.SelectMany(chunk => chunk)];
        return Chunk(id, body, size);
    }

    /// <summary>A plain file: fmt and data.</summary>
    public static byte[] Pcm16(int channels, int rate, params int[] samples) =>
        Riff(Chunk("fmt ", Format(1, channels, rate, 16)), Chunk("data", Shorts(samples)));

    public static byte[] Rf64(string id, byte[] format, byte[] data, long? dataSize = null, params byte[][] behind)
    {
        var ds64 = new byte[28];
        BinaryPrimitives.WriteInt64LittleEndian(ds64.AsSpan(8), dataSize ?? data.Length);
        BinaryPrimitives.WriteInt64LittleEndian(ds64.AsSpan(16), (dataSize ?? data.Length) / BinaryPrimitives.ReadUInt16LittleEndian(format.AsSpan(12)));
        var file = Riff(id, uint.MaxValue, [Chunk("ds64", ds64), Chunk("fmt ", format), Chunk("data", data, uint.MaxValue), .. behind]);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(20), file.Length - 8);
        return file;
    }

    public static byte[] Wave64(byte[] format, byte[] data, params byte[][] behind)
    {
        ReadOnlySpan<byte> riff = [0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00];
        byte[] file = [.. riff, .. new byte[8], .. "wave"u8, .. Wave64Tail, .. Wave64Chunk("fmt ", format), .. Wave64Chunk("data", data), .. behind.SelectMany(chunk => chunk)];
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(16), file.Length);
        return file;
    }

    public static byte[] Wave64Chunk(string id, byte[] body)
    {
        var chunk = new byte[24 + (body.Length + 7) / 8 * 8];
        Encoding.Latin1.GetBytes(id).CopyTo(chunk, 0);
        Wave64Tail.CopyTo(chunk.AsSpan(4));
        BinaryPrimitives.WriteInt64LittleEndian(chunk.AsSpan(16), 24 + body.Length);
        body.CopyTo(chunk, 24);
        return chunk;
    }
}
