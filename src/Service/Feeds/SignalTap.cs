using System.Buffers.Binary;
using System.Threading.Channels;
using RealtimeEmotion.Audio.Streams;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>
/// The sound itself on its way to one page: points of the waveform and mel frames, gathered into messages. A page that
/// cannot follow loses the oldest messages, and the analysis never waits.
/// </summary>
/// <remarks>
/// A message is a row of records, little-endian. Type 1, 25 bytes: <c>byte 1, float64 streamSeconds, float32 seconds,
/// float32 minimum, float32 maximum, float32 levelDb</c>. Type 2: <c>byte 2, float64 streamSeconds, uint16 n, n float32
/// values, lowest band first</c>.
/// </remarks>
internal sealed class SignalTap : IStreamTap
{
    private const byte OverviewRecord = 1;
    private const byte MelRecord = 2;
    private const int PointsPerMessage = 2;
    private const int WaitingMessages = 64;

    // A message that nothing was said in for lack of overview points must still end.
    private const int MostBytes = 32 * 1024;

    private readonly Channel<byte[]> _messages = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(WaitingMessages) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });
    private byte[] _buffer = new byte[4096];
    private int _length;
    private int _points;

    /// <summary>Whole messages.</summary>
    internal ChannelReader<byte[]> Messages => _messages.Reader;

    /// <inheritdoc/>
    public void OnOverview(in OverviewPoint point)
    {
        Span<byte> record = Room(25);
        record[0] = OverviewRecord;
        BinaryPrimitives.WriteDoubleLittleEndian(record[1..], point.StreamSeconds);
        BinaryPrimitives.WriteSingleLittleEndian(record[9..], (float)point.Seconds);
        BinaryPrimitives.WriteSingleLittleEndian(record[13..], point.Minimum);
        BinaryPrimitives.WriteSingleLittleEndian(record[17..], point.Maximum);
        BinaryPrimitives.WriteSingleLittleEndian(record[21..], point.LevelDecibels);
        if (++_points == PointsPerMessage)
        {
            Send();
        }
    }

    /// <inheritdoc/>
    public void OnMelFrame(double streamSeconds, ReadOnlySpan<float> bands)
    {
        Span<byte> record = Room(11 + (4 * bands.Length));
        record[0] = MelRecord;
        BinaryPrimitives.WriteDoubleLittleEndian(record[1..], streamSeconds);
        BinaryPrimitives.WriteUInt16LittleEndian(record[9..], (ushort)bands.Length);
        for (int i = 0; i < bands.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(record[(11 + (4 * i))..], bands[i]);
        }

        if (_length > MostBytes)
        {
            Send();
        }
    }

    /// <summary>Says that nothing more will come.</summary>
    internal void Complete() => _messages.Writer.TryComplete();

    private Span<byte> Room(int bytes)
    {
        if (_length + bytes > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_length + bytes, 2 * _buffer.Length));
        }

        Span<byte> room = _buffer.AsSpan(_length, bytes);
        _length += bytes;
        return room;
    }

    private void Send()
    {
        _messages.Writer.TryWrite(_buffer.AsSpan(0, _length).ToArray());
        _length = 0;
        _points = 0;
    }
}
