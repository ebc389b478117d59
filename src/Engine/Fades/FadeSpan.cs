using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Fades;

/// <summary>One fade in a file: where, how long, and along which curve.</summary>
/// <param name="Start">Its first sample, counted from the file's first one; may be negative.</param>
/// <param name="Length">Its length in samples, 0 (a switch) or more.</param>
/// <param name="Curve">The curve.</param>
/// <param name="Shape">See <see cref="FadeCurves.Gain"/>.</param>
[RealTimeSafe]
public readonly record struct FadeSpan(
    long Start, long Length, FadeCurve Curve = FadeCurve.Tri, double Shape = FadeCurves.DefaultShape)
{
    /// <summary>The sample behind the fade.</summary>
    public long End => Start + Length;
}
