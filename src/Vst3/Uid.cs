using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// A 16-byte identifier of a class or an interface, in the byte order that the platform's hosts expect: a COM GUID's
/// on Windows, four big-endian 32-bit words elsewhere. Its text is 32 upper-case hexadecimal digits and the same on
/// every platform.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Uid
{
    // Packed, because the ABI's type is an array of bytes and moves nothing that follows it.
    private readonly ulong _first;
    private readonly ulong _second;

    /// <summary>Makes an identifier of four 32-bit words, most significant first, as identifiers are written down.</summary>
    public Uid(uint word1, uint word2, uint word3, uint word4)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, word1);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], word2);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], word3);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], word4);
        if (OperatingSystem.IsWindows())
            SwapGuidFields(bytes);
        _first = MemoryMarshal.Read<ulong>(bytes);
        _second = MemoryMarshal.Read<ulong>(bytes[8..]);
    }

    /// <summary>Reads 32 hexadecimal digits; hyphens and braces are not allowed.</summary>
    /// <exception cref="FormatException">The text is not 32 hexadecimal digits.</exception>
    public static Uid Parse(ReadOnlySpan<char> text)
        => TryParse(text, out Uid uid) ? uid : throw new FormatException($"\"{text}\" is not a class id of 32 hexadecimal digits.");

    /// <summary>Reads 32 hexadecimal digits; false, and the zero identifier, if the text is anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Uid uid)
    {
        uid = default;
        if (text.Length != 32)
            return false;
        Span<uint> words = stackalloc uint[4];
        for (int k = 0; k < 4; k++)
        {
            if (!uint.TryParse(text.Slice(8 * k, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out words[k]))
                return false;
        }

        uid = new Uid(words[0], words[1], words[2], words[3]);
        return true;
    }

    /// <summary>The 16 bytes as they stand in memory on this platform.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[16];
        MemoryMarshal.Write(bytes, _first);
        MemoryMarshal.Write(bytes.AsSpan(8), _second);
        return bytes;
    }

    /// <summary>32 upper-case hexadecimal digits.</summary>
    public override string ToString()
    {
        byte[] bytes = ToArray();
        if (OperatingSystem.IsWindows())
            SwapGuidFields(bytes);
        return Convert.ToHexString(bytes);
    }

    // A GUID in memory is one 32-bit and two 16-bit little-endian fields, then eight bytes.
    private static void SwapGuidFields(Span<byte> bytes)
    {
        bytes[..4].Reverse();
        bytes[4..6].Reverse();
        bytes[6..8].Reverse();
    }
}
