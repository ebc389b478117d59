using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Buffers;

/// <summary>
/// The mono tap: the mean of the channels, sample by sample. A sample that is not finite (or subnormal, or beyond
/// 1e30) counts as 0 in its channel, so one broken channel does not silence the others. Any thread.
/// </summary>
/// <remarks>
/// The mean is the double-precision sum in channel order divided by the number of channels, rounded once; interleaved
/// and planar input give the same bits. No level is added: two equal channels give that channel.
/// </remarks>
[RealTimeSafe]
public static class ChannelMix
{
    /// <summary>Interleaved to mono.</summary>
    /// <param name="interleaved">Frames of <paramref name="channels"/> samples; a partial last frame is left out.</param>
    /// <param name="channels">Channels in a frame, 1 or more; below that nothing is written.</param>
    /// <param name="mono">One sample a frame; where it is shorter than the input, only so many frames are mixed.</param>
    public static void ToMono(ReadOnlySpan<float> interleaved, int channels, Span<float> mono)
    {
        if (channels < 1)
            return;
        int frames = Math.Min(interleaved.Length / channels, mono.Length);
        switch (channels)
        {
            case 1:
                FiniteSamples.Copy(interleaved[..frames], mono);
                break;
            case 2:
                StereoToMono(interleaved[..(2 * frames)], mono[..frames]);
                break;
            default:
                for (int frame = 0, i = 0; frame < frames; frame++)
                {
                    double sum = 0;
                    for (int channel = 0; channel < channels; channel++)
                        sum += FiniteSamples.Of(interleaved[i++]);
                    mono[frame] = (float)(sum / channels);
                }

                break;
        }
    }

    /// <summary>Two planar channels to mono.</summary>
    /// <param name="left">First channel.</param>
    /// <param name="right">Second channel.</param>
    /// <param name="mono">As many samples as the shortest of the three spans are written.</param>
    public static void ToMono(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> mono)
    {
        int frames = Math.Min(Math.Min(left.Length, right.Length), mono.Length);
        ref float l = ref MemoryMarshal.GetReference(left);
        ref float r = ref MemoryMarshal.GetReference(right);
        ref float to = ref MemoryMarshal.GetReference(mono);
        int i = 0;
        for (; i <= frames - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> sum = FiniteSamples.Of(Vector256.LoadUnsafe(ref l, (nuint)i))
                + FiniteSamples.Of(Vector256.LoadUnsafe(ref r, (nuint)i));
            (sum * 0.5f).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < frames; i++)
            mono[i] = Half(left[i], right[i]);
    }

    /// <summary>Planar channels that lie one after the other in one buffer to mono.</summary>
    /// <param name="planar">Channel 0, channel 1, …, each as long as <paramref name="mono"/>.</param>
    /// <param name="channels">Channels in the buffer, 1 or more; below that, or where the buffer is too short, nothing is written.</param>
    /// <param name="mono">One sample a frame.</param>
    public static void PlanarToMono(ReadOnlySpan<float> planar, int channels, Span<float> mono)
    {
        int frames = mono.Length;
        if (channels < 1 || planar.Length < (long)channels * frames)
            return;
        if (channels == 2)
        {
            ToMono(planar[..frames], planar.Slice(frames, frames), mono);
            return;
        }

        for (int frame = 0; frame < frames; frame++)
        {
            double sum = 0;
            for (int channel = 0, i = frame; channel < channels; channel++, i += frames)
                sum += FiniteSamples.Of(planar[i]);
            mono[frame] = (float)(sum / channels);
        }
    }

    /// <summary>A host's planar buffers to mono.</summary>
    /// <param name="buffers">One pointer a channel, each to as many samples as <paramref name="mono"/> has.</param>
    /// <param name="channels">Channels, 1 or more; below that nothing is written.</param>
    /// <param name="mono">One sample a frame.</param>
    public static unsafe void ToMono(float** buffers, int channels, Span<float> mono)
    {
        if (channels < 1)
            return;
        int frames = mono.Length;
        switch (channels)
        {
            case 1:
                FiniteSamples.Copy(new ReadOnlySpan<float>(buffers[0], frames), mono);
                break;
            case 2:
                ToMono(new ReadOnlySpan<float>(buffers[0], frames), new ReadOnlySpan<float>(buffers[1], frames), mono);
                break;
            default:
                for (int frame = 0; frame < frames; frame++)
                {
                    double sum = 0;
                    for (int channel = 0; channel < channels; channel++)
                        sum += FiniteSamples.Of(buffers[channel][frame]);
                    mono[frame] = (float)(sum / channels);
                }

                break;
        }
    }

    /// <summary>A host's planar 64-bit buffers to mono; each sample is rounded to 32 bits first.</summary>
    /// <param name="buffers">One pointer a channel, each to as many samples as <paramref name="mono"/> has.</param>
    /// <param name="channels">Channels, 1 or more; below that nothing is written.</param>
    /// <param name="mono">One sample a frame.</param>
    public static unsafe void ToMono(double** buffers, int channels, Span<float> mono)
    {
        if (channels < 1)
            return;
        for (int frame = 0; frame < mono.Length; frame++)
        {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++)
                sum += FiniteSamples.Of((float)buffers[channel][frame]);
            mono[frame] = (float)(sum / channels);
        }
    }

    private static void StereoToMono(ReadOnlySpan<float> interleaved, Span<float> mono)
    {
        ref float from = ref MemoryMarshal.GetReference(interleaved);
        ref float to = ref MemoryMarshal.GetReference(mono);
        int i = 0;
        Vector256<int> evens = Vector256.Create(0, 2, 4, 6, 0, 2, 4, 6);
        Vector256<int> odds = Vector256.Create(1, 3, 5, 7, 1, 3, 5, 7);
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= mono.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<float> a = FiniteSamples.Of(Vector256.LoadUnsafe(ref from, (nuint)(2 * i)));
                Vector256<float> b = FiniteSamples.Of(Vector256.LoadUnsafe(ref from, (nuint)(2 * i + Vector256<float>.Count)));
                Vector256<float> left = Vector256.Create(
                    Vector256.Shuffle(a, evens).GetLower(), Vector256.Shuffle(b, evens).GetLower());
                Vector256<float> right = Vector256.Create(
                    Vector256.Shuffle(a, odds).GetLower(), Vector256.Shuffle(b, odds).GetLower());
                ((left + right) * 0.5f).StoreUnsafe(ref to, (nuint)i);
            }
        }

        for (; i < mono.Length; i++)
            mono[i] = Half(interleaved[2 * i], interleaved[2 * i + 1]);
    }

    // Sum and halving of two normal floats up to 1e30 round as the double sum does: halving is exact, except that a
    // mean below the smallest normal number is rounded once more there.
    private static float Half(float left, float right) => (FiniteSamples.Of(left) + FiniteSamples.Of(right)) * 0.5f;
}
