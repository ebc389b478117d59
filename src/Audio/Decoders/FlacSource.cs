using System.Buffers.Binary;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Decoders;

/// <summary>
/// FLAC (RFC 9639), 4 to 32 bits, 1 to 8 channels. Frames whose checksum fails are left out and remarked on.
/// </summary>
internal sealed class FlacSource : IAudioSource
{
    private const int StreamInfoLength = 34;
    private const int MostBlock = 65535;

    private readonly ByteSource _bytes;
    private readonly FlacFrameDecoder _decoder;
    private float _scale;
    private int _frames;
    private int _taken;
    private int _damaged;
    private long _framesRead;
    private bool _ended;

    /// <param name="bytes">At "fLaC"; taken over.</param>
    /// <exception cref="InputException">The header is cut short, or is no FLAC header.</exception>
    public FlacSource(ByteSource bytes)
    {
        _bytes = bytes;
        try
        {
            Span<byte> start = stackalloc byte[8 + StreamInfoLength];
            // The first block is always STREAMINFO, whose length never changes.
            if (bytes.Read(start) < start.Length || (start[4] & 127) != 0)
                throw new InputException(bytes.Subject, "begins like a FLAC file and has no whole header", "copy it again from where it came");
            var isLast = (start[4] & 128) != 0;
            var info = start[8..];
            var packed = BinaryPrimitives.ReadUInt64BigEndian(info[10..]);
            SampleRate = (int)(packed >> 44);
            Channels = (int)(packed >> 41 & 7) + 1;
            Bits = (int)(packed >> 36 & 31) + 1;
            var total = (long)(packed & 0xF_FFFF_FFFF);
            LengthFrames = total > 0 ? total : null;
            Format = $"FLAC, {Bits}-bit";
            AudioLimits.Check(bytes.Subject, Channels, SampleRate);
            if (Bits < 4)
                throw new InputException(bytes.Subject, $"says that its samples have {Bits} bits", "copy it again from where it came");
            PassMetadata(isLast);
            _decoder = new FlacFrameDecoder(bytes, Channels, Bits);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Bits of a sample.</summary>
    public int Bits { get; }

    public int SampleRate { get; }

    public int Channels { get; }

    public long? LengthFrames { get; }

    public string Format { get; }

    public string? Warning { get; private set; }

    public int Read(Span<float> interleaved)
    {
        var wanted = interleaved.Length / Channels;
        var done = 0;
        while (done < wanted)
        {
            if (_taken == _frames && !DecodeNext())
                break;
            var count = Math.Min(wanted - done, _frames - _taken);
            for (var channel = 0; channel < Channels; channel++)
            {
                var samples = _decoder.Channel(channel).Slice(_taken, count);
                var at = done * Channels + channel;
                foreach (var sample in samples)
                {
                    interleaved[at] = sample * _scale;
                    at += Channels;
                }
            }

            _taken += count;
            done += count;
        }

        _framesRead += done;
        return done;
    }

    public void Dispose() => _bytes.Dispose();

    private void PassMetadata(bool isLast)
    {
        Span<byte> header = stackalloc byte[4];
        while (!isLast && _bytes.Read(header) == header.Length)
        {
            isLast = (header[0] & 128) != 0;
            _bytes.Skip(header[1] << 16 | header[2] << 8 | header[3]);
        }
    }

    private bool DecodeNext()
    {
        _taken = _frames = 0;
        while (!_ended)
        {
            switch (_decoder.DecodeNext(out _frames))
            {
                case FlacFrameResult.Good:
                    _scale = (float)Math.Pow(2, 1 - _decoder.Bits);
                    return true;
                case FlacFrameResult.Damaged:
                    _damaged++;
                    break;
                default:
                    _ended = true;
                    Remark();
                    break;
            }
        }

        return false;
    }

    private void Remark()
    {
        if (_damaged > 0)
            Warning = $"{_damaged} of its frames are damaged and are left out";
        else if (LengthFrames > _framesRead + MostBlock || _framesRead == 0 && LengthFrames > 0)
            Warning = $"its header promises {LengthFrames} frames and it ends early";
    }
}
