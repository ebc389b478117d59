using System.Buffers.Binary;
using System.Text;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// A <c>.vstpreset</c> file: the class it belongs to, and chunks of bytes with four-character names. Layout: "VST3",
/// version (int32), class id (32 characters), offset of the list (int64); the chunks; "List", count (int32), and for
/// each chunk its name, offset and size (int64). Numbers are little-endian.
/// </summary>
public sealed class PresetFile
{
    /// <summary>The extension of a preset's file.</summary>
    public const string Extension = ".vstpreset";

    /// <summary>The chunk that <see cref="AudioEffect.SaveState"/> writes.</summary>
    public const string ComponentChunk = "Comp";

    /// <summary>The chunk that <see cref="AudioEffect.SaveEditorState"/> writes.</summary>
    public const string ControllerChunk = "Cont";

    /// <summary>The chunk of an XML text about the preset, for the host's browser.</summary>
    public const string InfoChunk = "Info";

    private const string HeaderMark = "VST3";
    private const string ListMark = "List";
    private const int FormatVersion = 1;
    private const int HeaderSize = 48;
    private const int ListOffsetPosition = 40;
    private const int ListHeaderSize = 8;
    private const int ListEntrySize = 20;

    // More chunks than any host writes; a larger count is a broken file, not a reason to reserve memory.
    private const int MaxChunks = 128;

    private readonly List<(string Name, byte[] Data)> _chunks = [];

    /// <summary>Makes a preset without chunks.</summary>
    public PresetFile(Uid classId)
    {
        ClassId = classId;
    }

    /// <summary>The class of plugin that the preset is for.</summary>
    public Uid ClassId { get; }

    /// <summary>The names of the chunks in their order.</summary>
    public IReadOnlyList<string> ChunkNames => [.. _chunks.Select(chunk => chunk.Name)];

    /// <summary>The component's state; null if the preset has none.</summary>
    public byte[]? ComponentState
    {
        get => this[ComponentChunk];
        set => this[ComponentChunk] = value;
    }

    /// <summary>The editor's state; null if the preset has none.</summary>
    public byte[]? ControllerState
    {
        get => this[ControllerChunk];
        set => this[ControllerChunk] = value;
    }

    /// <summary>A chunk by its name of four characters; null if the preset has none, or to remove it.</summary>
    /// <exception cref="ArgumentException">The name does not have four ASCII characters.</exception>
    public byte[]? this[string name]
    {
        get => _chunks.Find(chunk => chunk.Name == name).Data;
        set
        {
            if (name.Length != 4 || !Ascii.IsValid(name))
                throw new ArgumentException($"\"{name}\" is no chunk name of four ASCII characters.", nameof(name));
            int index = _chunks.FindIndex(chunk => chunk.Name == name);
            if (value == null)
            {
                if (index >= 0)
                    _chunks.RemoveAt(index);
            }
            else if (index >= 0)
            {
                _chunks[index] = (name, value);
            }
            else
            {
                _chunks.Add((name, value));
            }
        }
    }

    /// <summary>Reads a preset from where the stream stands to its end.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a whole preset; the message says what is wrong.</exception>
    public static PresetFile Read(Stream stream)
    {
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        ReadOnlySpan<byte> bytes = copy.GetBuffer().AsSpan(0, (int)copy.Length);

        if (bytes.Length < HeaderSize || !Ascii.Equals(bytes[..4], HeaderMark))
            throw new InvalidDataException("Not a .vstpreset file: it does not begin with VST3.");
        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (version != FormatVersion)
            throw new InvalidDataException($"The preset has format version {version}; only {FormatVersion} is known.");
        string classId = Encoding.ASCII.GetString(bytes.Slice(8, 32));
        if (!Uid.TryParse(classId, out Uid uid))
            throw new InvalidDataException($"The preset's class id is \"{classId}\", not 32 hexadecimal digits.");
        long list = BinaryPrimitives.ReadInt64LittleEndian(bytes[ListOffsetPosition..]);
        if (list < HeaderSize || list > bytes.Length - ListHeaderSize || !Ascii.Equals(bytes.Slice((int)list, 4), ListMark))
            throw new InvalidDataException($"The preset's chunk list is not at {list}: the file is cut or broken.");
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[((int)list + 4)..]);
        if (count is < 0 or > MaxChunks || list + ListHeaderSize + ((long)count * ListEntrySize) > bytes.Length)
            throw new InvalidDataException($"The preset claims {count} chunks, more than it can hold.");

        PresetFile preset = new(uid);
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<byte> entry = bytes.Slice((int)list + ListHeaderSize + (k * ListEntrySize), ListEntrySize);
            string name = Encoding.Latin1.GetString(entry[..4]);
            long offset = BinaryPrimitives.ReadInt64LittleEndian(entry[4..]);
            long size = BinaryPrimitives.ReadInt64LittleEndian(entry[12..]);
            if (offset < HeaderSize || size < 0 || offset > list || size > list - offset || !Ascii.IsValid(name))
                throw new InvalidDataException($"Chunk {k + 1} of the preset (\"{name}\") lies outside the file.");
            preset[name] = bytes.Slice((int)offset, (int)size).ToArray();
        }

        return preset;
    }

    /// <summary>Reads a preset file.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole preset.</exception>
    public static PresetFile Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file);
    }

    /// <summary>Writes the preset; the stream need not be seekable.</summary>
    public void Write(Stream stream)
    {
        long list = HeaderSize + _chunks.Sum(chunk => (long)chunk.Data.Length);
        byte[] header = new byte[HeaderSize];
        Encoding.ASCII.GetBytes(HeaderMark, header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), FormatVersion);
        Encoding.ASCII.GetBytes(ClassId.ToString(), header.AsSpan(8));
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(ListOffsetPosition), list);
        stream.Write(header);

        byte[] entries = new byte[ListHeaderSize + (ListEntrySize * _chunks.Count)];
        Encoding.ASCII.GetBytes(ListMark, entries);
        BinaryPrimitives.WriteInt32LittleEndian(entries.AsSpan(4), _chunks.Count);
        long offset = HeaderSize;
        for (int k = 0; k < _chunks.Count; k++)
        {
            (string name, byte[] data) = _chunks[k];
            stream.Write(data);
            Span<byte> entry = entries.AsSpan(ListHeaderSize + (ListEntrySize * k), ListEntrySize);
            Encoding.ASCII.GetBytes(name, entry);
            BinaryPrimitives.WriteInt64LittleEndian(entry[4..], offset);
            BinaryPrimitives.WriteInt64LittleEndian(entry[12..], data.Length);
            offset += data.Length;
        }

        stream.Write(entries);
    }

    /// <summary>Writes a preset file, or replaces one.</summary>
    public void Save(string path)
    {
        using FileStream file = File.Create(path);
        Write(file);
    }
}
