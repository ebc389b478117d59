using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Buffers;

/// <summary>
/// The gate through which samples enter anything that remembers them: what is no sound becomes 0.
/// </summary>
/// <remarks>
/// Not a sound: NaN, infinity, magnitudes beyond <see cref="Largest"/> (whose sums could become infinite), and
/// subnormal numbers (which slow some processors a hundredfold and lie below -750 dB).
/// </remarks>
[RealTimeSafe]
internal static class FiniteSamples
{
    /// <summary>The largest magnitude that passes.</summary>
    public const float Largest = 1e30f;

    /// <summary>The smallest normal number, the smallest magnitude besides 0 that passes.</summary>
    public const float Smallest = 1.17549435e-38f;

    /// <summary>One sample through the gate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(float sample) => MathF.Abs(sample) is >= Smallest and <= Largest ? sample : 0f;

    /// <summary>Eight samples through the gate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of(Vector256<float> samples)
    {
        Vector256<float> magnitude = Vector256.Abs(samples);
        return samples
            & Vector256.GreaterThanOrEqual(magnitude, Vector256.Create(Smallest))
            & Vector256.LessThanOrEqual(magnitude, Vector256.Create(Largest));
    }

    /// <summary>Copies a block through the gate; source and destination may be the same memory.</summary>
    /// <param name="source">Samples.</param>
    /// <param name="destination">As many samples or more.</param>
    public static void Copy(ReadOnlySpan<float> source, Span<float> destination)
    {
        destination = destination[..source.Length];
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        int i = 0;
        for (; i <= source.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            Of(Vector256.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        for (; i < source.Length; i++)
            destination[i] = Of(source[i]);
    }
}
