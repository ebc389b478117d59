using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>The least and the greatest sample of a block. What is no number takes no part.</summary>
[RealTimeSafe]
internal static class SampleRange
{
    /// <summary>Widens a range so that it holds the samples.</summary>
    public static void Widen(ReadOnlySpan<float> samples, ref float least, ref float greatest)
    {
        Vector256<float> low = Vector256.Create(least);
        Vector256<float> high = Vector256.Create(greatest);
        ref float first = ref MemoryMarshal.GetReference(samples);
        int i = 0;
        for (; i <= samples.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref first, (nuint)i);
            low = Vector256.ConditionalSelect(Vector256.LessThan(x, low), x, low);
            high = Vector256.ConditionalSelect(Vector256.GreaterThan(x, high), x, high);
        }

        for (int k = 0; k < Vector256<float>.Count; k++)
            Widen(low.GetElement(k), high.GetElement(k), ref least, ref greatest);
        for (; i < samples.Length; i++)
            Widen(samples[i], samples[i], ref least, ref greatest);
    }

    /// <inheritdoc cref="Widen(ReadOnlySpan{float}, ref float, ref float)"/>
    public static void Widen(ReadOnlySpan<double> samples, ref float least, ref float greatest)
    {
        foreach (double sample in samples)
            Widen((float)sample, (float)sample, ref least, ref greatest);
    }

    private static void Widen(float low, float high, ref float least, ref float greatest)
    {
        if (low < least)
            least = low;
        if (high > greatest)
            greatest = high;
    }
}
