using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RealtimeEmotion.Audio.Formats;

/// <summary>
/// Between the bytes of a file and numbers with full scale 1. An n-bit integer k stands for k / 2^(n-1), so that
/// decoding up to 24 bits is exact in single precision and every width is exact in double precision. Encoding rounds to
/// the nearest integer, ties to even (IEEE 754 roundTiesToEven, as C's lrint does), saturates, and takes NaN as 0.
/// </summary>
internal static class SampleCodec
{
    private const float Scale8 = 1f / 128;
    private const float Scale16 = 1f / 32768;
    private const float Scale24 = 1f / 8388608;
    private const float Scale32 = 1f / 2147483648;

    /// <summary>The gathering of four packed 24-bit samples into the upper three bytes of four 32-bit lanes.</summary>
    private static Vector128<byte> Spread24 => Vector128.Create(
        (byte)255, 0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11);

    /// <summary>Decodes whole samples. Big-endian bytes are swapped where they lie.</summary>
    /// <param name="bytes">The samples as the file keeps them; overwritten where they are big-endian.</param>
    /// <param name="format">How they are kept.</param>
    /// <param name="samples">One number for each whole sample in <paramref name="bytes"/>.</param>
    public static void Decode(Span<byte> bytes, PcmFormat format, Span<float> samples)
    {
        if (format.BigEndian)
            SwapBytes(bytes, format.BytesPerSample);
        switch (format.Encoding)
        {
            case SampleEncoding.Unsigned8:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = (bytes[i] - 128) * Scale8;
                break;
            case SampleEncoding.Signed8:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = (sbyte)bytes[i] * Scale8;
                break;
            case SampleEncoding.Pcm16:
                Decode16(MemoryMarshal.Cast<byte, short>(bytes), samples);
                break;
            case SampleEncoding.Pcm24:
                Decode24(bytes, samples);
                break;
            case SampleEncoding.Pcm32:
                Decode32(MemoryMarshal.Cast<byte, int>(bytes), samples);
                break;
            case SampleEncoding.IeeeFloat32:
                MemoryMarshal.Cast<byte, float>(bytes)[..samples.Length].CopyTo(samples);
                break;
            case SampleEncoding.IeeeFloat64:
                Decode64(MemoryMarshal.Cast<byte, double>(bytes), samples);
                break;
            case SampleEncoding.ALaw:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = CompandedSample.FromALaw(bytes[i]) * Scale16;
                break;
            case SampleEncoding.MuLaw:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = CompandedSample.FromMuLaw(bytes[i]) * Scale16;
                break;
        }
    }

    /// <inheritdoc cref="Decode(Span{byte}, PcmFormat, Span{float})"/>
    public static void Decode(Span<byte> bytes, PcmFormat format, Span<double> samples)
    {
        if (format.BigEndian)
            SwapBytes(bytes, format.BytesPerSample);
        switch (format.Encoding)
        {
            case SampleEncoding.Unsigned8:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = (bytes[i] - 128) / 128.0;
                break;
            case SampleEncoding.Signed8:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = (sbyte)bytes[i] / 128.0;
                break;
            case SampleEncoding.Pcm16:
                var shorts = MemoryMarshal.Cast<byte, short>(bytes);
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = shorts[i] / 32768.0;
                break;
            case SampleEncoding.Pcm24:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = Int24At(bytes, i) / 8388608.0;
                break;
            case SampleEncoding.Pcm32:
                var ints = MemoryMarshal.Cast<byte, int>(bytes);
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = ints[i] / 2147483648.0;
                break;
            case SampleEncoding.IeeeFloat32:
                var floats = MemoryMarshal.Cast<byte, float>(bytes);
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = floats[i];
                break;
            case SampleEncoding.IeeeFloat64:
                MemoryMarshal.Cast<byte, double>(bytes)[..samples.Length].CopyTo(samples);
                break;
            case SampleEncoding.ALaw:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = CompandedSample.FromALaw(bytes[i]) / 32768.0;
                break;
            case SampleEncoding.MuLaw:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = CompandedSample.FromMuLaw(bytes[i]) / 32768.0;
                break;
        }
    }

    /// <summary>Encodes samples; <paramref name="bytes"/> has room for exactly as many.</summary>
    public static void Encode(ReadOnlySpan<float> samples, PcmFormat format, Span<byte> bytes)
    {
        switch (format.Encoding)
        {
            case SampleEncoding.Pcm16:
                // Scaling by a power of two is exact, so single precision rounds as double precision would.
                Encode16(samples, MemoryMarshal.Cast<byte, short>(bytes));
                break;
            case SampleEncoding.IeeeFloat32:
                samples.CopyTo(MemoryMarshal.Cast<byte, float>(bytes));
                break;
            default:
                for (var i = 0; i < samples.Length; i++)
                    EncodeOne(samples[i], format.Encoding, bytes, i);
                break;
        }

        if (format.BigEndian)
            SwapBytes(bytes, format.BytesPerSample);
    }

    /// <inheritdoc cref="Encode(ReadOnlySpan{float}, PcmFormat, Span{byte})"/>
    public static void Encode(ReadOnlySpan<double> samples, PcmFormat format, Span<byte> bytes)
    {
        if (format.Encoding == SampleEncoding.IeeeFloat64)
        {
            samples.CopyTo(MemoryMarshal.Cast<byte, double>(bytes));
        }
        else if (format.Encoding == SampleEncoding.Pcm16)
        {
            var shorts = MemoryMarshal.Cast<byte, short>(bytes);
            for (var i = 0; i < samples.Length; i++)
                shorts[i] = (short)ToInteger(samples[i], 32768.0);
        }
        else
        {
            for (var i = 0; i < samples.Length; i++)
                EncodeOne(samples[i], format.Encoding, bytes, i);
        }

        if (format.BigEndian)
            SwapBytes(bytes, format.BytesPerSample);
    }

    /// <summary>The byte that digital silence is made of in an encoding.</summary>
    public static byte SilentByte(SampleEncoding encoding) => encoding switch
    {
        SampleEncoding.Unsigned8 => 128,
        SampleEncoding.ALaw => CompandedSample.ToALaw(0),
        SampleEncoding.MuLaw => CompandedSample.ToMuLaw(0),
        _ => 0,
    };

    private static void Decode16(ReadOnlySpan<short> source, Span<float> samples)
    {
        var i = 0;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(samples);
        var scale = new Vector<float>(Scale16);
        for (; i <= samples.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)i), out var low, out var high);
            (Vector.ConvertToSingle(low) * scale).StoreUnsafe(ref to, (nuint)i);
            (Vector.ConvertToSingle(high) * scale).StoreUnsafe(ref to, (nuint)(i + Vector<float>.Count));
        }

        for (; i < samples.Length; i++)
            samples[i] = source[i] * Scale16;
    }

    private static void Decode24(ReadOnlySpan<byte> source, Span<float> samples)
    {
        var i = 0;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(samples);
        // Each load takes 16 bytes for the sake of 12, so it must end two samples before the buffer does.
        for (; i <= samples.Length - 6; i += 4)
        {
            var lanes = Vector128.Shuffle(Vector128.LoadUnsafe(ref from, (nuint)i * 3), Spread24).AsInt32();
            (Vector128.ConvertToSingle(Vector128.ShiftRightArithmetic(lanes, 8)) * Scale24).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < samples.Length; i++)
            samples[i] = Int24At(source, i) * Scale24;
    }

    private static void Decode32(ReadOnlySpan<int> source, Span<float> samples)
    {
        var i = 0;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(samples);
        var scale = new Vector<float>(Scale32);
        for (; i <= samples.Length - Vector<int>.Count; i += Vector<int>.Count)
            (Vector.ConvertToSingle(Vector.LoadUnsafe(ref from, (nuint)i)) * scale).StoreUnsafe(ref to, (nuint)i);
        for (; i < samples.Length; i++)
            samples[i] = source[i] * Scale32;
    }

    private static void Decode64(ReadOnlySpan<double> source, Span<float> samples)
    {
        var i = 0;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(samples);
        for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Narrow(
                Vector.LoadUnsafe(ref from, (nuint)i),
                Vector.LoadUnsafe(ref from, (nuint)(i + Vector<double>.Count))).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < samples.Length; i++)
            samples[i] = (float)source[i];
    }

    private static void Encode16(ReadOnlySpan<float> samples, Span<short> destination)
    {
        var i = 0;
        ref var from = ref MemoryMarshal.GetReference(samples);
        ref var to = ref MemoryMarshal.GetReference(destination);
        for (; i <= samples.Length - Vector256<short>.Count; i += Vector256<short>.Count)
        {
            var low = ToInt32(Vector256.LoadUnsafe(ref from, (nuint)i));
            var high = ToInt32(Vector256.LoadUnsafe(ref from, (nuint)(i + Vector256<float>.Count)));
            Vector256.Narrow(low, high).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < samples.Length; i++)
            destination[i] = (short)ToInteger(samples[i], 32768.0);

        static Vector256<int> ToInt32(Vector256<float> value)
        {
            value = Vector256.ConditionalSelect(Vector256.Equals(value, value), value * 32768f, Vector256<float>.Zero);
            value = Vector256.Max(Vector256.Min(value, Vector256.Create(32767f)), Vector256.Create(-32768f));
            return Vector256.ConvertToInt32(Vector256.Round(value));
        }
    }

    private static void EncodeOne(double value, SampleEncoding encoding, Span<byte> bytes, int index)
    {
        switch (encoding)
        {
            case SampleEncoding.Unsigned8:
                bytes[index] = (byte)(ToInteger(value, 128.0) + 128);
                break;
            case SampleEncoding.Signed8:
                bytes[index] = (byte)(sbyte)ToInteger(value, 128.0);
                break;
            case SampleEncoding.Pcm24:
                var k = (int)ToInteger(value, 8388608.0);
                bytes[index * 3] = (byte)k;
                bytes[index * 3 + 1] = (byte)(k >> 8);
                bytes[index * 3 + 2] = (byte)(k >> 16);
                break;
            case SampleEncoding.Pcm32:
                MemoryMarshal.Cast<byte, int>(bytes)[index] = (int)ToInteger(value, 2147483648.0);
                break;
            case SampleEncoding.IeeeFloat32:
                MemoryMarshal.Cast<byte, float>(bytes)[index] = (float)value;
                break;
            case SampleEncoding.IeeeFloat64:
                MemoryMarshal.Cast<byte, double>(bytes)[index] = value;
                break;
            case SampleEncoding.ALaw:
                bytes[index] = CompandedSample.ToALaw((int)ToInteger(value, 32768.0));
                break;
            case SampleEncoding.MuLaw:
                bytes[index] = CompandedSample.ToMuLaw((int)ToInteger(value, 32768.0));
                break;
            default:
                MemoryMarshal.Cast<byte, short>(bytes)[index] = (short)ToInteger(value, 32768.0);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ToInteger(double value, double fullScale)
    {
        if (double.IsNaN(value))
            return 0;
        return (long)Math.Round(Math.Clamp(value * fullScale, -fullScale, fullScale - 1), MidpointRounding.ToEven);
    }

    private static int Int24At(ReadOnlySpan<byte> bytes, int index)
    {
        var at = bytes.Slice(index * 3, 3);
        return (at[0] | at[1] << 8 | at[2] << 16) << 8 >> 8;
    }

    private static void SwapBytes(Span<byte> bytes, int width)
    {
        switch (width)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, short>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 3:
                for (var i = 0; i + 2 < bytes.Length; i += 3)
                    (bytes[i], bytes[i + 2]) = (bytes[i + 2], bytes[i]);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, int>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, long>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
