using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using RealtimeEmotion.Audio.Files;

namespace RealtimeEmotion.Audio.Decoders;

/// <summary>Decodes FLAC frames one by one (RFC 9639, section 9).</summary>
internal sealed class FlacFrameDecoder
{
    private const int MostPredictors = 32;
    private const int Chunk = 1 << 16;

    private static readonly ushort[] Crc16 = BuildTable16();
    private static readonly byte[] Crc8 = BuildTable8();

    private readonly ByteSource _source;
    private readonly int _channels;
    private readonly int _streamBits;
    private readonly long[][] _samples;
    private readonly int[] _coefficients = new int[MostPredictors];
    private byte[] _buffer = new byte[Chunk * 2];
    private int _begin;
    private int _end;
    private bool _sourceEnded;

    // The bit reader: the next bits stand at the top of the window.
    private ulong _window;
    private int _windowBits;
    private int _at;
    private bool _overrun;

    public FlacFrameDecoder(ByteSource source, int channels, int bits)
    {
        _source = source;
        _channels = channels;
        _streamBits = bits;
        Bits = bits;
        _samples = new long[channels][];
        Array.Fill(_samples, []);
    }

    /// <summary>Bits of the last frame's samples.</summary>
    public int Bits { get; private set; }

    /// <summary>The last frame's samples of a channel.</summary>
    public ReadOnlySpan<long> Channel(int channel) => _samples[channel];

    /// <summary>Finds and decodes the next frame.</summary>
    /// <param name="frames">Samples of each channel in it.</param>
    public FlacFrameResult DecodeNext(out int frames)
    {
        frames = 0;
        var passed = false;
        while (true)
        {
            if (_end - _begin < 2 && !Fill(2))
                return passed || _end > _begin ? EndDamaged() : FlacFrameResult.End;
            if (_buffer[_begin] == 0xFF && (_buffer[_begin + 1] & 0xFE) == 0xF8)
                break;
            passed = true;
            // A sync code begins with 0xFF: nothing before the next one can be a frame.
            var next = _buffer.AsSpan(_begin + 1, _end - _begin - 1).IndexOf((byte)0xFF);
            _begin = next < 0 ? _end : _begin + 1 + next;
        }

        if (TryDecode(out frames))
            return FlacFrameResult.Good;
        _begin++;
        frames = 0;
        return FlacFrameResult.Damaged;
    }

    private FlacFrameResult EndDamaged()
    {
        _begin = _end;
        return FlacFrameResult.Damaged;
    }

    private bool TryDecode(out int frames)
    {
        frames = 0;
        Fill(16);
        var header = _buffer.AsSpan(_begin, Math.Min(16, _end - _begin));
        if (!TryReadHeader(header, out frames, out var assignment, out var bits, out var headerLength))
            return false;
        // Twice what the plain samples would take is more than any encoder spends; a frame that goes on is none.
        var most = 2 * ((long)frames * _channels * (bits + 1) / 8) + 1024;
        Fill((int)Math.Min(most, 1 << 24));
        StartBits(_begin + headerLength);
        for (var channel = 0; channel < _channels; channel++)
        {
            if (_samples[channel].Length != frames)
                _samples[channel] = new long[frames];
            var isSide = assignment == 8 && channel == 1 || assignment == 9 && channel == 0 || assignment == 10 && channel == 1;
            if (!DecodeSubframe(_samples[channel], bits + (isSide ? 1 : 0)) || _overrun)
                return false;
        }

        var end = _at - _windowBits / 8;
        if (end + 2 > _end)
            return false;
        var crc = 0;
        foreach (var value in _buffer.AsSpan(_begin, end - _begin))
            crc = (crc << 8 ^ Crc16[crc >> 8 ^ value]) & 0xFFFF;
        if (crc != BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(end)))
            return false;
        _begin = end + 2;
        Bits = bits;
        Decorrelate(assignment);
        return true;
    }

    private bool TryReadHeader(ReadOnlySpan<byte> header, out int frames, out int assignment, out int bits, out int length)
    {
        frames = assignment = bits = length = 0;
        if (header.Length < 6)
            return false;
        var blockCode = header[2] >> 4;
        var rateCode = header[2] & 15;
        assignment = header[3] >> 4;
        var bitsCode = header[3] >> 1 & 7;
        // The frame number takes as many bytes as UTF-8 would.
        var numberLength = header[4] < 0x80 ? 1 : BitOperations.LeadingZeroCount((uint)~(header[4] << 24));
        length = 4 + numberLength;
        if (header[4] >= 0x80 && numberLength is < 2 or > 7 || blockCode == 0 || rateCode == 15 || assignment > 10 || header.Length < length + 5)
            return false;
        switch (blockCode)
        {
            case 1:
                frames = 192;
                break;
            case <= 5:
                frames = 576 << (blockCode - 2);
                break;
            case 6:
                frames = header[length++] + 1;
                break;
            case 7:
                frames = BinaryPrimitives.ReadUInt16BigEndian(header[length..]) + 1;
                length += 2;
                break;
            default:
                frames = 256 << (blockCode - 8);
                break;
        }

        length += rateCode switch { 12 => 1, 13 or 14 => 2, _ => 0 };
        bits = bitsCode switch { 1 => 8, 2 => 12, 4 => 16, 5 => 20, 6 => 24, 7 => 32, _ => _streamBits };
        var channels = assignment < 8 ? assignment + 1 : 2;
        if (header.Length <= length || channels != _channels)
            return false;
        byte crc = 0;
        foreach (var value in header[..length])
            crc = Crc8[crc ^ value];
        return crc == header[length++];
    }

    private bool DecodeSubframe(Span<long> samples, int bits)
    {
        if (ReadBits(1) != 0)
            return false;
        var type = (int)ReadBits(6);
        var wasted = 0;
        if (ReadBits(1) != 0)
        {
            wasted = (int)ReadUnary() + 1;
            bits -= wasted;
            if (bits < 1)
                return false;
        }

        var good = type switch
        {
            0 => DecodeConstant(samples, bits),
            1 => DecodeVerbatim(samples, bits),
            >= 8 and <= 12 => DecodeFixed(samples, bits, type - 8),
            >= 32 => DecodePredicted(samples, bits, type - 31),
            _ => false,
        };
        if (good && wasted > 0)
        {
            foreach (ref var sample in samples)
                sample <<= wasted;
        }

        return good;
    }

    private bool DecodeConstant(Span<long> samples, int bits)
    {
        samples.Fill(ReadSigned(bits));
        return true;
    }

    private bool DecodeVerbatim(Span<long> samples, int bits)
    {
        foreach (ref var sample in samples)
            sample = ReadSigned(bits);
        return true;
    }

    private bool DecodeFixed(Span<long> samples, int bits, int order)
    {
        if (order > samples.Length)
            return false;
        for (var i = 0; i < order; i++)
            samples[i] = ReadSigned(bits);
        if (!DecodeResidual(samples, order))
            return false;
        switch (order)
        {
            case 1:
                for (var i = 1; i < samples.Length; i++)
                    samples[i] += samples[i - 1];
                break;
            case 2:
                for (var i = 2; i < samples.Length; i++)
                    samples[i] += 2 * samples[i - 1] - samples[i - 2];
                break;
            case 3:
                for (var i = 3; i < samples.Length; i++)
                    samples[i] += 3 * (samples[i - 1] - samples[i - 2]) + samples[i - 3];
                break;
            case 4:
                for (var i = 4; i < samples.Length; i++)
                    samples[i] += 4 * (samples[i - 1] + samples[i - 3]) - 6 * samples[i - 2] - samples[i - 4];
                break;
        }

        return true;
    }

    private bool DecodePredicted(Span<long> samples, int bits, int order)
    {
        if (order > samples.Length)
            return false;
        for (var i = 0; i < order; i++)
            samples[i] = ReadSigned(bits);
        var precision = (int)ReadBits(4) + 1;
        var shift = (int)ReadSigned(5);
        if (precision == 16 || shift < 0)
            return false;
        // Kept back to front, so that they run along with the samples.
        for (var i = order - 1; i >= 0; i--)
            _coefficients[i] = (int)ReadSigned(precision);
        if (!DecodeResidual(samples, order))
            return false;
        var coefficients = _coefficients.AsSpan(0, order);
        for (var i = order; i < samples.Length; i++)
        {
            var past = samples.Slice(i - order, coefficients.Length);
            var sum = 0L;
            for (var j = 0; j < coefficients.Length; j++)
                sum += coefficients[j] * past[j];
            samples[i] += sum >> shift;
        }

        return true;
    }

    private bool DecodeResidual(Span<long> samples, int order)
    {
        var method = (int)ReadBits(2);
        if (method > 1)
            return false;
        var parameterBits = method == 0 ? 4 : 5;
        var escape = (1 << parameterBits) - 1;
        var partitionOrder = (int)ReadBits(4);
        var partitionLength = samples.Length >> partitionOrder;
        if (partitionLength << partitionOrder != samples.Length || partitionLength < order)
            return false;
        var from = order;
        for (var partition = 1; partition <= 1 << partitionOrder; partition++)
        {
            var part = samples[from..(partition * partitionLength)];
            from = partition * partitionLength;
            var parameter = (int)ReadBits(parameterBits);
            if (parameter == escape)
            {
                var bits = (int)ReadBits(5);
                foreach (ref var sample in part)
                    sample = bits == 0 ? 0 : ReadSigned(bits);
            }
            else
            {
                foreach (ref var sample in part)
                {
                    var folded = (ulong)ReadUnary() << parameter | ReadBits(parameter);
                    sample = (long)(folded >> 1) ^ -(long)(folded & 1);
                }
            }

            if (_overrun)
                return false;
        }

        return true;
    }

    private void Decorrelate(int assignment)
    {
        if (assignment < 8)
            return;
        var first = _samples[0].AsSpan();
        var second = _samples[1].AsSpan(0, first.Length);
        for (var i = 0; i < first.Length; i++)
        {
            var (a, b) = (first[i], second[i]);
            switch (assignment)
            {
                case 8: // left and side
                    second[i] = a - b;
                    break;
                case 9: // side and right
                    first[i] = a + b;
                    break;
                default: // mid, whose lowest bit is the side's, and side
                    var twice = a << 1 | b & 1;
                    first[i] = twice + b >> 1;
                    second[i] = twice - b >> 1;
                    break;
            }
        }
    }

    /// <summary>Sees to it that as many bytes as asked lie from _begin on; false where the source ends before.</summary>
    private bool Fill(int count)
    {
        if (_end - _begin >= count)
            return true;
        if (_sourceEnded)
            return false;
        if (_begin > 0)
        {
            _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
            _end -= _begin;
            _begin = 0;
        }

        if (_buffer.Length < count + Chunk)
            Array.Resize(ref _buffer, count + Chunk);
        // One read brings many frames' worth.
        var wanted = Math.Max(count, Math.Min(_buffer.Length, count + Chunk)) - _end;
        var read = _source.Read(_buffer.AsSpan(_end, wanted));
        _end += read;
        _sourceEnded = read < wanted;
        return _end >= count;
    }

    private void StartBits(int at)
    {
        _at = at;
        _window = 0;
        _windowBits = 0;
        _overrun = false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Refill()
    {
        if (_at + 8 <= _end)
        {
            // Takes whole bytes only, so that what is left over is loaded again next time.
            _window |= BinaryPrimitives.ReadUInt64BigEndian(_buffer.AsSpan(_at)) >> _windowBits;
            var bytes = (63 - _windowBits) >> 3;
            _at += bytes;
            _windowBits += bytes * 8;
        }
        else
        {
            RefillSlowly();
        }
    }

    private void RefillSlowly()
    {
        while (_windowBits <= 56)
        {
            if (_at >= _end)
            {
                // Zeros from here on; the frame's caller notices.
                _overrun |= _windowBits == 0 || _at > _end + 8;
                _at++;
                _windowBits += 8;
                continue;
            }

            _window |= (ulong)_buffer[_at++] << (56 - _windowBits);
            _windowBits += 8;
        }
    }

    /// <summary>0 to 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint ReadBits(int count)
    {
        if (_windowBits < count)
            Refill();
        // Two shifts, for a shift by 64 would be one by 0.
        var value = (uint)(_window >> 1 >> (63 - count));
        _window <<= count;
        _windowBits -= count;
        return value;
    }

    /// <summary>1 to 33 bits in two's complement.</summary>
    private long ReadSigned(int count)
    {
        if (count <= 32)
            return (int)(ReadBits(count) << (32 - count)) >> (32 - count);
        var high = (long)(int)ReadBits(32);
        return high << (count - 32) | ReadBits(count - 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint ReadUnary()
    {
        var zeros = 0u;
        while (true)
        {
            var run = BitOperations.LeadingZeroCount(_window);
            if (run < _windowBits)
            {
                _window = _window << run << 1;
                _windowBits -= run + 1;
                return zeros + (uint)run;
            }

            zeros += (uint)_windowBits;
            _window = 0;
            _windowBits = 0;
            Refill();
            if (_overrun)
                return zeros;
        }
    }

    private static ushort[] BuildTable16()
    {
        var table = new ushort[256];
        for (var i = 0; i < 256; i++)
        {
            var crc = i << 8;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc << 1 ^ ((crc & 0x8000) != 0 ? 0x8005 : 0)) & 0xFFFF;
            table[i] = (ushort)crc;
        }

        return table;
    }

    private static byte[] BuildTable8()
    {
        var table = new byte[256];
        for (var i = 0; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc << 1 ^ ((crc & 0x80) != 0 ? 0x07 : 0)) & 0xFF;
            table[i] = (byte)crc;
        }

        return table;
    }
}
