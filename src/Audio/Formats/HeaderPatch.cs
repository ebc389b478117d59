using System.Buffers.Binary;

namespace RealtimeEmotion.Audio.Formats;

/// <summary>Bytes of a header that are to be others.</summary>
/// <param name="Offset">Where they lie in the file.</param>
/// <param name="Bytes">What is to stand there.</param>
internal sealed record HeaderPatch(long Offset, byte[] Bytes)
{
    public static HeaderPatch Of32(long offset, uint value, bool bigEndian)
    {
        var bytes = new byte[4];
        if (bigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return new HeaderPatch(offset, bytes);
    }

    public static HeaderPatch Of64(long offset, long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return new HeaderPatch(offset, bytes);
    }
}
