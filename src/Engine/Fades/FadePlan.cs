using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Fades;

/// <summary>
/// The fades of one file: the gain as a pure function of the sample's position. Immutable; any thread.
/// </summary>
/// <remarks>
/// Sample k of a fade-in of N samples has the gain f(k/N), sample k of a fade-out f((N - k)/N), f being the curve.
/// Before a fade-in and after a fade-out the gain stays at f(0), as ffmpeg's <c>afade</c> has it: silence, but for
/// <c>exp</c>, which has no silence (-100 dB), <c>nofade</c>, and a rounding error of 4e-17 in <c>sinc</c>. After a
/// fade-in and before a fade-out it is exactly 1. Where both are active, as in a short file, the gains multiply.
/// </remarks>
[RealTimeSafe]
public sealed class FadePlan
{
    private const int Chunk = 512;

    /// <summary>The fades of a file.</summary>
    /// <param name="fadeIn">The fade-in, or none.</param>
    /// <param name="fadeOut">The fade-out, or none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative, or the curve does not exist.</exception>
    /// <exception cref="OverflowException">A fade ends beyond the last 64-bit position.</exception>
    public FadePlan(FadeSpan? fadeIn, FadeSpan? fadeOut)
    {
        Check(fadeIn, nameof(fadeIn));
        Check(fadeOut, nameof(fadeOut));
        FadeIn = fadeIn;
        FadeOut = fadeOut;
    }

    /// <summary>The fade-in, or none.</summary>
    public FadeSpan? FadeIn { get; }

    /// <summary>The fade-out, or none.</summary>
    public FadeSpan? FadeOut { get; }

    /// <summary>The gain of one sample.</summary>
    /// <param name="position">The sample's position, counted from the file's first one.</param>
    /// <returns>0 … 1.</returns>
    public double Gain(long position)
    {
        Span<double> one = stackalloc double[1];
        CopyGains(position, one);
        return one[0];
    }

    /// <summary>The gains of neighbouring samples.</summary>
    /// <param name="position">The first one's position.</param>
    /// <param name="gains">Takes one gain a sample (a frame, where there are several channels).</param>
    public void CopyGains(long position, Span<double> gains)
    {
        gains.Fill(1);
        if (FadeIn is { } fadeIn)
            MultiplyIn(fadeIn, position, gains);
        if (FadeOut is { } fadeOut)
            MultiplyOut(fadeOut, position, gains);
    }

    /// <summary>Whether all samples of a stretch stay as they are.</summary>
    /// <param name="from">Its first sample.</param>
    /// <param name="to">The sample behind it.</param>
    public bool IsUnity(long from, long to) => IsAll(FadeRegion.Unity, from, to);

    /// <summary>Whether all samples of a stretch become 0.</summary>
    /// <param name="from">Its first sample.</param>
    /// <param name="to">The sample behind it.</param>
    public bool IsSilent(long from, long to) => IsAll(FadeRegion.Silent, from, to);

    /// <summary>What happens at a position, and how far on.</summary>
    /// <param name="position">A position.</param>
    /// <param name="end">The first position behind it where it may be something else; <see cref="long.MaxValue"/> where there is none.</param>
    /// <returns>The kind of region.</returns>
    public FadeRegion RegionAt(long position, out long end)
    {
        end = long.MaxValue;
        FadeRegion region = FadeRegion.Unity;
        if (FadeIn is { } fadeIn && fadeIn.Curve != FadeCurve.NoFade && position < fadeIn.End)
        {
            end = position < fadeIn.Start ? fadeIn.Start : fadeIn.End;
            region = position < fadeIn.Start ? Outside(fadeIn) : FadeRegion.Fading;
        }

        if (FadeOut is { } fadeOut && fadeOut.Curve != FadeCurve.NoFade)
        {
            FadeRegion other = position < fadeOut.Start ? FadeRegion.Unity
                : position < fadeOut.End ? FadeRegion.Fading
                : Outside(fadeOut);
            if (position < fadeOut.Start)
                end = Math.Min(end, fadeOut.Start);
            else if (position < fadeOut.End)
                end = Math.Min(end, fadeOut.End);
            if (region == FadeRegion.Silent || other == FadeRegion.Silent)
                region = FadeRegion.Silent;
            else if (other == FadeRegion.Fading)
                region = FadeRegion.Fading;
        }

        return region;
    }

    /// <summary>Fades a block in place.</summary>
    /// <param name="interleaved">Frames of <paramref name="channels"/> samples; a partial last frame is left alone.</param>
    /// <param name="channels">Channels, 1 … 64 (1 also for one planar channel); below 1 nothing happens.</param>
    /// <param name="position">Position of the first frame in the file.</param>
    public void Apply(Span<float> interleaved, int channels, long position)
    {
        if (channels < 1)
            return;
        Span<double> gains = stackalloc double[Chunk];
        int frames = interleaved.Length / channels;
        for (int done = 0; done < frames;)
        {
            FadeRegion region = RegionAt(position + done, out long end);
            int count = (int)Math.Min(frames - done, end - (position + done));
            if (region == FadeRegion.Fading)
                count = Math.Min(count, Chunk);
            Span<float> part = interleaved.Slice(done * channels, count * channels);
            if (region == FadeRegion.Silent)
            {
                part.Clear();
            }
            else if (region == FadeRegion.Fading)
            {
                CopyGains(position + done, gains[..count]);
                GainBlock.Multiply(part, channels, gains[..count]);
            }

            done += count;
        }
    }

    /// <inheritdoc cref="Apply(Span{float}, int, long)"/>
    public void Apply(Span<double> interleaved, int channels, long position)
    {
        if (channels < 1)
            return;
        Span<double> gains = stackalloc double[Chunk];
        int frames = interleaved.Length / channels;
        for (int done = 0; done < frames;)
        {
            FadeRegion region = RegionAt(position + done, out long end);
            int count = (int)Math.Min(frames - done, end - (position + done));
            if (region == FadeRegion.Fading)
                count = Math.Min(count, Chunk);
            Span<double> part = interleaved.Slice(done * channels, count * channels);
            if (region == FadeRegion.Silent)
            {
                part.Clear();
            }
            else if (region == FadeRegion.Fading)
            {
                CopyGains(position + done, gains[..count]);
                GainBlock.Multiply(part, channels, gains[..count]);
            }

            done += count;
        }
    }

    [SetUp]
    private static void Check(FadeSpan? span, string name)
    {
        if (span is not { } fade)
            return;
        ArgumentOutOfRangeException.ThrowIfNegative(fade.Length, name);
        if (!Enum.IsDefined(fade.Curve))
            throw new ArgumentOutOfRangeException(name, fade.Curve, "There is no such curve.");
        _ = checked(fade.Start + fade.Length);
    }

    private bool IsAll(FadeRegion wanted, long from, long to)
    {
        while (from < to)
        {
            if (RegionAt(from, out from) != wanted)
                return false;
        }

        return true;
    }

    /// <summary>The region on a fade's silent side.</summary>
    private static FadeRegion Outside(in FadeSpan fade) =>
        FadeCurves.Gain(fade.Curve, 0, fade.Shape) == 0 ? FadeRegion.Silent : FadeRegion.Fading;

    private static void MultiplyIn(in FadeSpan fade, long position, Span<double> gains)
    {
        int before = Part(fade.Start - position, gains.Length);
        int through = Part(fade.End - position, gains.Length);
        Hold(fade, gains[..before]);
        MultiplyRamp(fade, 0, 1, position + before - fade.Start, gains[before..through]);
    }

    private static void MultiplyOut(in FadeSpan fade, long position, Span<double> gains)
    {
        int before = Part(fade.Start - position, gains.Length);
        int through = Part(fade.End - position, gains.Length);
        MultiplyRamp(fade, fade.Length, -1, position + before - fade.Start, gains[before..through]);
        Hold(fade, gains[through..]);
    }

    private static void MultiplyRamp(in FadeSpan fade, long from, int direction, long step, Span<double> gains)
    {
        Span<double> ramp = stackalloc double[Chunk];
        for (int done = 0; done < gains.Length;)
        {
            int count = Math.Min(Chunk, gains.Length - done);
            FadeCurves.Ramp(fade.Curve, fade.Shape, from, direction, fade.Length, step + done, ramp[..count]);
            GainBlock.Multiply(gains.Slice(done, count), ramp);
            done += count;
        }
    }

    private static void Hold(in FadeSpan fade, Span<double> gains) =>
        GainBlock.Multiply(gains, FadeCurves.Gain(fade.Curve, 0, fade.Shape));

    /// <summary>A distance from the block's start, cut to the block.</summary>
    private static int Part(long distance, int length) => (int)Math.Clamp(distance, 0, length);
}
