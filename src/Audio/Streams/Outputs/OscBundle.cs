using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>Writes bundles of Open Sound Control 1.0 messages (opensoundcontrol.org/spec-1_0).</summary>
internal sealed class OscBundle
{
    private const long NtpEpochTicks = 599266080000000000; // 1900-01-01

    private readonly List<byte> _bytes = [];

    /// <summary>Begins a bundle whose contents hold at <paramref name="time"/>.</summary>
    public OscBundle(DateTimeOffset time)
    {
        WriteText("#bundle");
        var ticks = time.UtcTicks - NtpEpochTicks;
        Span<byte> tag = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(tag, (uint)(ticks / TimeSpan.TicksPerSecond));
        BinaryPrimitives.WriteUInt32BigEndian(tag[4..], (uint)(((ulong)(ticks % TimeSpan.TicksPerSecond) << 32) / TimeSpan.TicksPerSecond));
        _bytes.AddRange(tag);
    }

    /// <summary>Adds a message with one 32-bit float.</summary>
    public void Add(string address, float value) => Add(address, ",f", () =>
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleBigEndian(bytes, value);
        _bytes.AddRange(bytes);
    });

    /// <summary>Adds a message with one 32-bit integer.</summary>
    public void Add(string address, int value) => Add(address, ",i", () =>
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        _bytes.AddRange(bytes);
    });

    /// <summary>Adds a message with one string.</summary>
    public void Add(string address, string value) => Add(address, ",s", () => WriteText(value));

    /// <summary>The datagram.</summary>
    public ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(_bytes);

    /// <summary>A part of an address: what has a meaning of its own there, and what is not ASCII, becomes an underscore.</summary>
    public static string Part(string name) =>
        string.Concat(name.Select(letter => letter is > ' ' and < (char)127 && !" #*,/?[]{}".Contains(letter) ? letter : '_'));

    private void Add(string address, string types, Action writeArgument)
    {
        var sizeAt = _bytes.Count;
        _bytes.AddRange((ReadOnlySpan<byte>)[0, 0, 0, 0]);
        WriteText(address);
        WriteText(types);
        writeArgument();
        BinaryPrimitives.WriteInt32BigEndian(CollectionsMarshal.AsSpan(_bytes)[sizeAt..], _bytes.Count - sizeAt - 4);
    }

    // A null behind the text, and then as many as fill up four bytes.
    private void WriteText(string text)
    {
        _bytes.AddRange(Encoding.UTF8.GetBytes(text));
        do
        {
            _bytes.Add(0);
        }
        while (_bytes.Count % 4 != 0);
    }
}
