using System.Buffers.Binary;
using System.Text;

namespace RealtimeEmotion.Trainer.Torch;

/// <summary>
/// Takes one symbol version out of what a shared library demands of another: an edit of a 64-bit little-endian ELF
/// image in memory.
/// </summary>
/// <remarks>
/// Layouts: the System V ABI's ELF-64 headers, and the symbol versioning sections of the Linux Standard Base (Core,
/// "Symbol Versioning"): <c>.gnu.version_r</c> holds, for each needed library, the versions wanted of it; an entry
/// flagged weak may be missing when the library is loaded. <c>.gnu.version</c> gives every dynamic symbol the index of
/// its version; 1 stands for "no version".
/// </remarks>
internal static class ElfVersionNeed
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const uint DynamicSymbols = 11;
    private const uint VersionNeeds = 0x6ffffffe;
    private const uint SymbolVersions = 0x6fffffff;
    private const ushort WeakFlag = 2;
    private const ushort Unversioned = 1;
    private const byte WeakBinding = 2;

    /// <summary>Makes the need for <paramref name="version"/> weak, and <paramref name="symbol"/>, which must be the
    /// only one that carries it, weak and unversioned. Doing it twice changes nothing more.</summary>
    /// <param name="image">The library's bytes, edited in place.</param>
    /// <param name="library">The library that the version is wanted of, such as <c>libstdc++.so.6</c>.</param>
    /// <param name="version">The version, such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <param name="symbol">The one symbol that is allowed to be absent.</param>
    /// <exception cref="InvalidDataException">The image is not what this edit was written for; says what differs. The
    /// image is then unchanged.</exception>
    internal static void Weaken(Span<byte> image, string library, string version, string symbol)
    {
        Require(image.Length >= HeaderSize && image[..4].SequenceEqual("\u007fELF"u8), "it is not an ELF file");
        Require(image[4] == 2 && image[5] == 1, "it is not a 64-bit little-endian ELF file");

        Section symbols = Find(image, DynamicSymbols, ".dynsym");
        Section versions = Find(image, SymbolVersions, ".gnu.version");
        Section needs = Find(image, VersionNeeds, ".gnu.version_r");
        int count = symbols.Size / SymbolSize;
        Require(versions.Size == count * 2, $".gnu.version has {versions.Size / 2} entries for {count} dynamic symbols");

        int need = FindNeed(image, needs, library, version);
        ushort index = (ushort)(Half(image, need + 6) & 0x7fff);
        Section names = Linked(image, symbols);
        int marker = -1;
        for (int i = 0; i < count; i++)
        {
            int at = symbols.Offset + (i * SymbolSize);
            bool carries = (Half(image, versions.Offset + (2 * i)) & 0x7fff) == index;
            bool named = Name(image, names, Word(image, at)) == symbol;
            Require(!carries || named, $"'{Name(image, names, Word(image, at))}' is wanted at {version} too, and would be missing");
            if (named)
            {
                Require(Half(image, at + 6) == 0, $"'{symbol}' is defined in the file itself");
                marker = i;
            }
        }

        Require(marker >= 0, $"no symbol '{symbol}' in .dynsym");

        // Nothing is written before everything has been found.
        Put(image, need + 4, (ushort)(Half(image, need + 4) | WeakFlag));
        Put(image, versions.Offset + (2 * marker), Unversioned);
        int info = symbols.Offset + (marker * SymbolSize) + 4;
        image[info] = (byte)((WeakBinding << 4) | (image[info] & 15));
    }

    /// <summary>Offset of the entry (vernaux) that names <paramref name="version"/> under <paramref name="library"/>.</summary>
    private static int FindNeed(ReadOnlySpan<byte> image, Section needs, string library, string version)
    {
        Section names = Linked(image, needs);
        int at = needs.Offset;
        while (true)
        {
            Require(Half(image, at) == 1, $".gnu.version_r has an entry of layout {Half(image, at)}, not 1");
            if (Name(image, names, Word(image, at + 4)) == library)
            {
                int entry = at + (int)Word(image, at + 8);
                for (int left = Half(image, at + 2); left > 0; left--)
                {
                    if (Name(image, names, Word(image, entry + 8)) == version)
                    {
                        return entry;
                    }

                    entry += (int)Word(image, entry + 12);
                }

                throw Unexpected($"it does not ask for {version} of {library}");
            }

            int next = (int)Word(image, at + 12);
            Require(next > 0, $"it does not ask for anything of {library}");
            at += next;
        }
    }

    private static Section Find(ReadOnlySpan<byte> image, uint type, string name)
    {
        long table = BinaryPrimitives.ReadInt64LittleEndian(image[40..]);
        int size = Half(image, 58);
        int count = Half(image, 60);
        Require(size == SectionHeaderSize && table > 0 && table + ((long)count * size) <= image.Length, "its section headers are missing or cut off");
        for (int i = 0; i < count; i++)
        {
            Section section = Read(image, i);
            if (section.Type == type)
            {
                return section;
            }
        }

        throw Unexpected($"it has no section {name}");
    }

    private static Section Linked(ReadOnlySpan<byte> image, Section section)
    {
        Require(section.Link < Half(image, 60), $"a section links to section {section.Link}, which is not there");
        return Read(image, (int)section.Link);
    }

    private static Section Read(ReadOnlySpan<byte> image, int index)
    {
        ReadOnlySpan<byte> header = image.Slice((int)BinaryPrimitives.ReadInt64LittleEndian(image[40..]) + (index * SectionHeaderSize), SectionHeaderSize);
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(header[24..]);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
        const uint NoBits = 8;
        Require(type == NoBits || (offset <= (ulong)image.Length && size <= (ulong)image.Length - offset), $"section {index} reaches past the end of the file");
        return type == NoBits ? default : new Section(type, (int)offset, (int)size, BinaryPrimitives.ReadUInt32LittleEndian(header[40..]));
    }

    private static string Name(ReadOnlySpan<byte> image, Section names, uint offset)
    {
        Require(offset < names.Size, "a name lies outside its string table");
        ReadOnlySpan<byte> text = image.Slice(names.Offset + (int)offset, names.Size - (int)offset);
        int end = text.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? text : text[..end]);
    }

    private static ushort Half(ReadOnlySpan<byte> image, int at)
    {
        Require(at >= 0 && at + 2 <= image.Length, "a table reaches past the end of the file");
        return BinaryPrimitives.ReadUInt16LittleEndian(image[at..]);
    }

    private static uint Word(ReadOnlySpan<byte> image, int at)
    {
        Require(at >= 0 && at + 4 <= image.Length, "a table reaches past the end of the file");
        return BinaryPrimitives.ReadUInt32LittleEndian(image[at..]);
    }

    private static void Put(Span<byte> image, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(image[at..], value);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Unexpected(otherwise);
        }
    }

    private static InvalidDataException Unexpected(string what) => new(what);

    private readonly record struct Section(uint Type, int Offset, int Size, uint Link);
}
