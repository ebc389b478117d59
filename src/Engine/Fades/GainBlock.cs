using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Fades;

/// <summary>Multiplies samples by gains, in place. Any thread.</summary>
/// <remarks>
/// The rule for each sample: 32-bit samples become <c>(float)((double)sample * gain)</c>, 64-bit ones
/// <c>sample * gain</c>; a gain of 0 gives 0 whatever the sample is, so that silence is silent also where the input is
/// infinite or no number. Other gains pass what is not finite on as such: it is data, and nothing here remembers it.
/// </remarks>
[RealTimeSafe]
public static class GainBlock
{
    // A chunk of gains, repeated for each channel, stays in the first-level cache.
    private const int Chunk = 512;

    // From here on a frame is long enough to be multiplied as a block of its own.
    private const int WideFrame = 8;

    /// <summary>One gain a sample.</summary>
    /// <param name="samples">The samples of one channel.</param>
    /// <param name="gains">The gains; where there are fewer, the other samples stay.</param>
    public static void Multiply(Span<float> samples, ReadOnlySpan<double> gains)
    {
        int length = Math.Min(samples.Length, gains.Length);
        ref float first = ref MemoryMarshal.GetReference(samples);
        ref double firstGain = ref MemoryMarshal.GetReference(gains);
        int i = 0;
        for (; i <= length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)i));
            Vector256.Narrow(
                Product(low, Vector256.LoadUnsafe(ref firstGain, (nuint)i)),
                Product(high, Vector256.LoadUnsafe(ref firstGain, (nuint)(i + Vector256<double>.Count))))
                .StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < length; i++)
            samples[i] = (float)Product(samples[i], gains[i]);
    }

    /// <inheritdoc cref="Multiply(Span{float}, ReadOnlySpan{double})"/>
    public static void Multiply(Span<double> samples, ReadOnlySpan<double> gains)
    {
        int length = Math.Min(samples.Length, gains.Length);
        ref double first = ref MemoryMarshal.GetReference(samples);
        ref double firstGain = ref MemoryMarshal.GetReference(gains);
        int i = 0;
        for (; i <= length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Product(Vector256.LoadUnsafe(ref first, (nuint)i), Vector256.LoadUnsafe(ref firstGain, (nuint)i))
                .StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < length; i++)
            samples[i] = Product(samples[i], gains[i]);
    }

    /// <summary>One gain a frame.</summary>
    /// <param name="interleaved">Frames of <paramref name="channels"/> samples.</param>
    /// <param name="channels">Channels in a frame, 1 or more; below that nothing happens.</param>
    /// <param name="gains">The gains; where there are fewer, the other frames stay.</param>
    public static void Multiply(Span<float> interleaved, int channels, ReadOnlySpan<double> gains)
    {
        if (channels < 1)
            return;
        int frames = Math.Min(interleaved.Length / channels, gains.Length);
        if (channels == 1)
        {
            Multiply(interleaved[..frames], gains);
        }
        else if (channels < WideFrame)
        {
            Span<double> spread = stackalloc double[Chunk];
            int most = Chunk / channels;
            for (int done = 0; done < frames; done += most)
            {
                int count = Math.Min(most, frames - done);
                Spread(gains.Slice(done, count), channels, spread);
                Multiply(interleaved.Slice(done * channels, count * channels), spread);
            }
        }
        else
        {
            for (int frame = 0; frame < frames; frame++)
                Multiply(interleaved.Slice(frame * channels, channels), gains[frame]);
        }
    }

    /// <inheritdoc cref="Multiply(Span{float}, int, ReadOnlySpan{double})"/>
    public static void Multiply(Span<double> interleaved, int channels, ReadOnlySpan<double> gains)
    {
        if (channels < 1)
            return;
        int frames = Math.Min(interleaved.Length / channels, gains.Length);
        if (channels == 1)
        {
            Multiply(interleaved[..frames], gains);
        }
        else if (channels < WideFrame)
        {
            Span<double> spread = stackalloc double[Chunk];
            int most = Chunk / channels;
            for (int done = 0; done < frames; done += most)
            {
                int count = Math.Min(most, frames - done);
                Spread(gains.Slice(done, count), channels, spread);
                Multiply(interleaved.Slice(done * channels, count * channels), spread);
            }
        }
        else
        {
            for (int frame = 0; frame < frames; frame++)
                Multiply(interleaved.Slice(frame * channels, channels), gains[frame]);
        }
    }

    /// <summary>One gain for all.</summary>
    /// <param name="samples">The samples; 1 leaves them untouched, 0 clears them.</param>
    /// <param name="gain">The gain.</param>
    public static void Multiply(Span<float> samples, double gain)
    {
        if (gain == 1)
            return;
        if (gain == 0)
        {
            samples.Clear();
            return;
        }

        ref float first = ref MemoryMarshal.GetReference(samples);
        Vector256<double> gains = Vector256.Create(gain);
        int i = 0;
        for (; i <= samples.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)i));
            Vector256.Narrow(low * gains, high * gains).StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < samples.Length; i++)
            samples[i] = (float)(samples[i] * gain);
    }

    /// <inheritdoc cref="Multiply(Span{float}, double)"/>
    public static void Multiply(Span<double> samples, double gain)
    {
        if (gain == 1)
            return;
        if (gain == 0)
        {
            samples.Clear();
            return;
        }

        ref double first = ref MemoryMarshal.GetReference(samples);
        Vector256<double> gains = Vector256.Create(gain);
        int i = 0;
        for (; i <= samples.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            (Vector256.LoadUnsafe(ref first, (nuint)i) * gains).StoreUnsafe(ref first, (nuint)i);
        for (; i < samples.Length; i++)
            samples[i] *= gain;
    }

    private static void Spread(ReadOnlySpan<double> gains, int channels, Span<double> spread)
    {
        for (int frame = 0, i = 0; frame < gains.Length; frame++)
        {
            double gain = gains[frame];
            for (int channel = 0; channel < channels; channel++)
                spread[i++] = gain;
        }
    }

    private static Vector256<double> Product(Vector256<double> samples, Vector256<double> gains) =>
        Vector256.AndNot(samples * gains, Vector256.Equals(gains, Vector256<double>.Zero));

    private static double Product(double sample, double gain) => gain == 0 ? 0 : sample * gain;
}
