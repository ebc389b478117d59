using System.Buffers.Binary;
using Concentus;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Decoders;

/// <summary>
/// Ogg Opus (RFC 7845) by Concentus, always at 48 kHz: the pre-skip is left out, the last page's granule position ends
/// the sound, the header's gain is applied.
/// </summary>
internal sealed class OpusSource : IAudioSource
{
    private const int Rate = 48000;
    private const int MostFramesAPacket = 5760; // 120 ms

    private readonly ByteSource _bytes;
    private readonly OggPageReader _pages;
    private IOpusMultiStreamDecoder _decoder = null!;
    private float[] _decoded = [];
    private int _decodedFrames;
    private int _taken;
    private float _gain = 1;
    private long _skip;
    private long _position;
    private bool _ended;
    private int _damaged;

    /// <param name="bytes">At the first page; taken over.</param>
    /// <exception cref="InputException">The headers are not those of Opus.</exception>
    public OpusSource(ByteSource bytes)
    {
        _bytes = bytes;
        try
        {
            _pages = new OggPageReader(bytes);
            if (!_pages.ReadPacket())
                throw Undecodable(null);
            Channels = _pages.Packet.Length > 9 ? _pages.Packet[9] : 0;
            AudioLimits.Check(bytes.Subject, Channels, Rate);
            Begin(_pages.Packet);
            var last = OggPageReader.LastGranule(bytes, _pages.Serial);
            LengthFrames = last >= _skip ? last - _skip : null;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    public int SampleRate => Rate;

    public int Channels { get; }

    public long? LengthFrames { get; }

    public string Format => "Ogg Opus";

    public string? Warning { get; private set; }

    public int Read(Span<float> interleaved)
    {
        var wanted = interleaved.Length / Channels;
        var done = 0;
        while (done < wanted)
        {
            if (_taken == _decodedFrames && !DecodeNext())
                break;
            var count = Math.Min(wanted - done, _decodedFrames - _taken);
            _decoded.AsSpan(_taken * Channels, count * Channels).CopyTo(interleaved[(done * Channels)..]);
            _taken += count;
            done += count;
        }

        return done;
    }

    public void Dispose()
    {
        _decoder?.Dispose();
        _bytes.Dispose();
    }

    private void Begin(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("OpusHead"u8) || head.Length < 19 || head[8] >> 4 != 0)
            throw Undecodable(null);
        _skip = BinaryPrimitives.ReadUInt16LittleEndian(head[10..]);
        _gain = (float)Math.Pow(10, BinaryPrimitives.ReadInt16LittleEndian(head[16..]) / (20.0 * 256));
        _position = 0;
        int streams = 1, coupled = Channels == 2 ? 1 : 0;
        byte[] mapping = [0, 1];
        if (head[18] != 0)
        {
            if (head.Length < 21 + Channels)
                throw Undecodable(null);
            streams = head[19];
            coupled = head[20];
            mapping = head.Slice(21, Channels).ToArray();
            if (head[18] == 1)
                mapping = InWavOrder(mapping);
        }
        else if (Channels > 2)
        {
            throw Undecodable(null);
        }

        try
        {
            _decoder?.Dispose();
            _decoder = OpusCodecFactory.CreateMultiStreamDecoder(Rate, Channels, streams, coupled, mapping[..Channels]);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw Undecodable(exception);
        }

        _decoded = new float[MostFramesAPacket * Channels];
    }

    private byte[] InWavOrder(byte[] mapping)
    {
        var order = VorbisOrder.OfWav(Channels);
        var ordered = (byte[])mapping.Clone();
        for (var i = 0; i < order.Length; i++)
            ordered[i] = mapping[order[i]];
        return ordered;
    }

    private bool DecodeNext()
    {
        while (!_ended)
        {
            if (!_pages.ReadPacket())
            {
                _ended = true;
                Remark();
                return false;
            }

            var packet = _pages.Packet;
            if (packet.StartsWith("OpusTags"u8))
                continue;
            if (_pages.BeginsStream)
            {
                if (packet.Length < 10 || packet[9] != Channels)
                {
                    Warning = "a second sound with other channels follows and is left out";
                    _ended = true;
                    return false;
                }

                Begin(packet);
                continue;
            }

            if (Decode(packet))
                return true;
        }

        return false;
    }

    private bool Decode(ReadOnlySpan<byte> packet)
    {
        int frames;
        try
        {
            frames = _decoder.DecodeMultistream(packet, _decoded, MostFramesAPacket, false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _damaged++;
            return false;
        }

        _position += frames;
        // On the last page the granule position falls short of what the packets hold, by what the encoder added.
        if (_pages.Granule >= 0 && _pages.Granule < _position && _pages.IsLastPage)
            frames -= (int)Math.Min(frames, _position - _pages.Granule);
        var leftOut = (int)Math.Min(_skip, frames);
        _skip -= leftOut;
        _taken = leftOut;
        _decodedFrames = frames;
        if (_gain != 1)
        {
            foreach (ref var sample in _decoded.AsSpan(0, frames * Channels))
                sample *= _gain;
        }

        return _decodedFrames > _taken;
    }

    private void Remark()
    {
        if (_damaged + _pages.LostPages > 0)
            Warning = $"{_damaged + _pages.LostPages} of its packets or pages are damaged and are left out";
    }

    private InputException Undecodable(Exception? inner) =>
        new(_bytes.Subject, "begins like an Ogg Opus file and cannot be decoded", "check that the file plays", inner);
}
