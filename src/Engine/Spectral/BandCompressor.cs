using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>Band values to what the front-end gives: compression, then offset and scale.</summary>
/// <remarks>
/// Every compression is (gain·log₂(max(value + offset, floor)) + bias)·scale. The logarithm: value = 2^e·m with m from
/// √½ to √2, and ln m = 2·artanh s = 2s·(1 + s²/3 + s⁴/5 + s⁶/7 + s⁸/9 + …) with s = (m − 1)/(m + 1), |s| ≤ 0.1716.
/// The first term left out, s¹⁰/11, is below 2.1·10⁻⁹ of the sum, so only the rounding of single precision remains:
/// under 10⁻⁵ dB anywhere in its range.
/// </remarks>
internal sealed unsafe class BandCompressor
{
    /// <summary>Values at a time; memory must be padded to whole steps.</summary>
    internal const int Step = 8;

    // The logarithm of nothing is finite: below the smallest normal number all values count as that.
    private const float SmallestNormal = 1.17549435e-38f;
    private const double DecibelsPerOctave = 3.0102999566398119521;

    private readonly bool _logarithmic;
    private readonly float _offset;
    private readonly float _floor;
    private readonly float _gain;
    private readonly float _bias;
    private readonly float _scale;

    internal BandCompressor(FrontEndSettings settings)
    {
        bool magnitude = settings.Spectrum == SpectrumKind.Magnitude;
        _logarithmic = settings.Compression != Compression.None;
        _scale = (float)settings.AffineScale;
        switch (settings.Compression)
        {
            case Compression.Decibel:
                // amplitude_to_db squares magnitude, reference and minimum alike; DecibelMinimum is that square already.
                double reference = magnitude ? settings.DecibelReference * settings.DecibelReference : settings.DecibelReference;
                double minimum = settings.DecibelMinimum;
                _floor = (float)Math.Clamp(magnitude ? Math.Sqrt(minimum) : minimum, SmallestNormal, float.MaxValue);
                _gain = (float)((magnitude ? 2 : 1) * DecibelsPerOctave);
                _bias = (float)(settings.AffineOffset - (10 * Math.Log10(Math.Max(minimum, reference))));
                break;
            case Compression.NaturalLog:
                _offset = (float)settings.LogOffset;
                _floor = SmallestNormal;
                _gain = (float)Math.Log(2);
                _bias = (float)settings.AffineOffset;
                break;
            default:
                _bias = (float)settings.AffineOffset;
                break;
        }
    }

    /// <summary>Compresses in place; the values are finite and 0 or more, their number a multiple of <see cref="Step"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Apply(float* values, int count)
    {
        Vector256<float> bias = Vector256.Create(_bias), scale = Vector256.Create(_scale);
        if (!_logarithmic)
        {
            for (int n = 0; n < count; n += Step)
            {
                ((Vector256.Load(values + n) + bias) * scale).Store(values + n);
            }

            return;
        }

        Vector256<float> offset = Vector256.Create(_offset), floor = Vector256.Create(_floor), gain = Vector256.Create(_gain);
        for (int n = 0; n < count; n += Step)
        {
            Vector256<float> value = Vector256.Max(Vector256.Load(values + n) + offset, floor);
            (Vector256.MultiplyAddEstimate(Log2(value), gain, bias) * scale).Store(values + n);
        }
    }

    /// <summary>log₂ of positive normal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Log2(Vector256<float> value)
    {
        // Counting from √½ puts the mantissa into √½ … √2.
        Vector256<int> bits = value.AsInt32() - Vector256.Create(0x3f3504f3);
        Vector256<float> exponent = Vector256.ConvertToSingle(bits >> 23);
        Vector256<float> m = ((bits & Vector256.Create(0x007fffff)) + Vector256.Create(0x3f3504f3)).AsSingle();
        Vector256<float> s = (m - Vector256<float>.One) / (m + Vector256<float>.One);
        Vector256<float> t = s * s;
        Vector256<float> series = Vector256.MultiplyAddEstimate(t, Vector256.Create(1f / 9), Vector256.Create(1f / 7));
        series = Vector256.MultiplyAddEstimate(series, t, Vector256.Create(1f / 5));
        series = Vector256.MultiplyAddEstimate(series, t, Vector256.Create(1f / 3));
        series = Vector256.MultiplyAddEstimate(series * t, s, s);
        return Vector256.MultiplyAddEstimate(series, Vector256.Create(2.88539008177792681f), exponent);
    }
}
