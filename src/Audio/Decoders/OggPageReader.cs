using System.Buffers.Binary;
using RealtimeEmotion.Audio.Files;

namespace RealtimeEmotion.Audio.Decoders;

/// <summary>
/// The packets of the first logical stream in an Ogg file, chained streams included (RFC 3533). Pages that fail their checksum
/// are passed over, and the reader finds its way back to the next good one.
/// </summary>
internal sealed class OggPageReader
{
    private const int HeaderLength = 27;
    private const int MostPageBytes = HeaderLength + 255 + 255 * 255;
    private const int MostPacketBytes = 1 << 24;
    private const byte Continued = 1;
    private const byte First = 2;
    private const byte Last = 4;

    private static readonly uint[] Crc = BuildTable();

    private readonly ByteSource _source;
    private readonly byte[] _page = new byte[MostPageBytes];
    private byte[] _packet = new byte[4096];
    private int _packetLength;
    private int _segment;
    private int _segments;
    private int _bodyAt;
    private uint _serial;
    private bool _hasSerial;

    public OggPageReader(ByteSource source) => _source = source;

    /// <summary>The packet that <see cref="ReadPacket"/> found.</summary>
    public ReadOnlySpan<byte> Packet => _packet.AsSpan(0, _packetLength);

    /// <summary>The page's granule position where the packet is the last that ends on its page, otherwise -1.</summary>
    public long Granule { get; private set; }

    /// <summary>Whether the packet is the first of a logical stream.</summary>
    public bool BeginsStream { get; private set; }

    /// <summary>Whether the packet ends on the last page of a logical stream.</summary>
    public bool IsLastPage => (_page[5] & Last) != 0;

    /// <summary>Pages that were damaged or missing so far.</summary>
    public int LostPages { get; private set; }

    /// <summary>Granule position of a stream's last page in the last 64 KiB of a file, or -1; leaves the source where it was.</summary>
    public static long LastGranule(ByteSource source, uint serial)
    {
        if (source.Length is not { } length)
            return -1;
        var before = source.Position;
        source.SeekTo(Math.Max(0, length - (1 << 16)));
        var tail = source.Peek(1 << 16);
        var granule = -1L;
        for (var at = tail.LastIndexOf("OggS"u8); at >= 0; at = tail[..at].LastIndexOf("OggS"u8))
        {
            if (tail.Length - at >= HeaderLength && BinaryPrimitives.ReadUInt32LittleEndian(tail[(at + 14)..]) == serial)
            {
                granule = BinaryPrimitives.ReadInt64LittleEndian(tail[(at + 6)..]);
                if (granule >= 0)
                    break;
            }
        }

        source.SeekTo(before);
        return granule;
    }

    /// <summary>The number of the stream being read.</summary>
    public uint Serial => _serial;

    /// <summary>Goes to the next whole packet; false at the end.</summary>
    public bool ReadPacket()
    {
        _packetLength = 0;
        BeginsStream = false;
        while (true)
        {
            if (_segment == _segments)
            {
                if (!ReadPage())
                    return false;
                var continued = (_page[5] & Continued) != 0;
                if (continued && _packetLength == 0)
                    PassContinuation();
                else if (!continued)
                    _packetLength = 0;
                BeginsStream = (_page[5] & First) != 0;
                continue;
            }

            var lacing = _page[HeaderLength + _segment++];
            Append(_page.AsSpan(_bodyAt, lacing));
            _bodyAt += lacing;
            if (lacing < 255)
            {
                Granule = AnotherEndsHere() ? -1 : BinaryPrimitives.ReadInt64LittleEndian(_page.AsSpan(6));
                return true;
            }
        }
    }

    // Whether another packet ends after this one on the same page.
    private bool AnotherEndsHere()
    {
        for (var i = _segment; i < _segments; i++)
        {
            if (_page[HeaderLength + i] < 255)
                return true;
        }

        return false;
    }

    private void PassContinuation()
    {
        while (_segment < _segments)
        {
            var lacing = _page[HeaderLength + _segment++];
            _bodyAt += lacing;
            if (lacing < 255)
                break;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_packetLength + bytes.Length > MostPacketBytes)
            return;
        if (_packetLength + bytes.Length > _packet.Length)
            Array.Resize(ref _packet, Math.Max(_packet.Length * 2, _packetLength + bytes.Length));
        bytes.CopyTo(_packet.AsSpan(_packetLength));
        _packetLength += bytes.Length;
    }

    private bool ReadPage()
    {
        var lost = false;
        while (true)
        {
            var ahead = _source.Peek(1 << 16);
            var at = ahead.IndexOf("OggS"u8);
            if (at < 0)
            {
                // The last three bytes may be the beginning of the next capture pattern.
                if (ahead.Length < 1 << 16)
                    return false;
                _source.Skip(ahead.Length - 3);
                lost = true;
                continue;
            }

            if (at > 0)
            {
                lost = true;
                _source.Skip(at);
            }

            if (TryTakePage(out var ours))
            {
                if (lost)
                    LostPages++;
                if (ours)
                    return true;
                continue;
            }

            if (_source.Peek(HeaderLength).Length < HeaderLength)
                return false;
            lost = true;
            _source.Skip(4);
        }
    }

    private bool TryTakePage(out bool ours)
    {
        ours = false;
        var start = _source.Peek(HeaderLength + 255);
        if (start.Length < HeaderLength || start[4] != 0 || start.Length < HeaderLength + start[26])
            return false;
        int segments = start[26];
        var body = 0;
        foreach (var lacing in start.Slice(HeaderLength, segments))
            body += lacing;
        var length = HeaderLength + segments + body;
        var page = _page.AsSpan(0, length);
        var whole = _source.Peek(length);
        if (whole.Length < length)
            return false;
        whole.CopyTo(page);
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(page[22..]);
        page.Slice(22, 4).Clear();
        if (Checksum(page) != checksum)
            return false;
        _source.Skip(length);
        var serial = BinaryPrimitives.ReadUInt32LittleEndian(page[14..]);
        // The first stream is taken, and any that begins after it in the same place.
        if (!_hasSerial || (page[5] & First) != 0)
        {
            _serial = serial;
            _hasSerial = true;
        }

        ours = serial == _serial;
        if (ours)
        {
            _segments = segments;
            _segment = 0;
            _bodyAt = HeaderLength + segments;
        }

        return true;
    }

    /// <summary>The checksum of a page whose own field for it is zero.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> page)
    {
        var crc = 0u;
        foreach (var value in page)
            crc = crc << 8 ^ Crc[crc >> 24 ^ value];
        return crc;
    }

    private static uint[] BuildTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i << 24;
            for (var bit = 0; bit < 8; bit++)
                crc = crc << 1 ^ ((crc & 0x80000000) != 0 ? 0x04C11DB7u : 0);
            table[i] = crc;
        }

        return table;
    }
}
