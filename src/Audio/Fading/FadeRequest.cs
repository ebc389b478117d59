using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Fades;

namespace RealtimeEmotion.Audio.Fading;

/// <summary>What fades a file is to get, in times that its rate and length turn into samples.</summary>
public sealed record FadeRequest
{
    /// <summary>Length of the fade-in; none where null.</summary>
    public FadeTime? FadeIn { get; init; }

    /// <summary>Length of the fade-out; none where null.</summary>
    public FadeTime? FadeOut { get; init; }

    /// <summary>Curve of the fade-in.</summary>
    public FadeCurve CurveIn { get; init; } = FadeCurve.Tri;

    /// <summary>Curve of the fade-out.</summary>
    public FadeCurve CurveOut { get; init; } = FadeCurve.Tri;

    /// <summary>Shape of the curves that have one.</summary>
    public double Shape { get; init; } = FadeCurves.DefaultShape;

    /// <summary>Where the fade-in begins; before it there is silence. Null: at the first sample.</summary>
    public FadeTime? Start { get; init; }

    /// <summary>Where the fade-out ends; after it there is silence. Null: behind the last sample.</summary>
    public FadeTime? End { get; init; }

    /// <summary>Whether the fade-out's place depends on the length of the sound.</summary>
    public bool NeedsLength => FadeOut is not null && End is null;

    /// <summary>The plan for a sound of a known length.</summary>
    /// <param name="sampleRate">Its rate in Hz.</param>
    /// <param name="frames">Its length.</param>
    public FadePlan Plan(int sampleRate, long frames)
    {
        var end = End?.ToSamples(sampleRate) ?? frames;
        var length = FadeOut?.ToSamples(sampleRate) ?? 0;
        return new FadePlan(
            SpanIn(sampleRate),
            FadeOut is null ? null : new FadeSpan(end - length, length, CurveOut, Shape));
    }

    /// <summary>The plan as far as it is known while the length is not: without a fade-out that hangs on the end.</summary>
    internal FadePlan PlanBeforeEnd(int sampleRate) => NeedsLength ? new FadePlan(SpanIn(sampleRate), null) : Plan(sampleRate, 0);

    /// <summary>Refuses what cannot be meant.</summary>
    internal void Check(string subject, int sampleRate, long? frames)
    {
        if (FadeIn is null && FadeOut is null)
            throw new InputException(subject, "no fade was asked for", "give a length for the fade-in, the fade-out or both");
        if (frames > 0 && FadeIn is not null && Start?.ToSamples(sampleRate) >= frames)
            throw new InputException(
                subject, $"ends at {(double)frames.Value / sampleRate:0.###} s, before its fade-in would begin", "give an earlier start");
        if (FadeOut is { } length && End is { } end && end.ToSamples(sampleRate) == 0 && length.ToSamples(sampleRate) > 0)
            throw new InputException(subject, "its fade-out would end before its first sample", "give a later end");
    }

    private FadeSpan? SpanIn(int sampleRate) => FadeIn is not { } length
        ? null
        : new FadeSpan(Start?.ToSamples(sampleRate) ?? 0, length.ToSamples(sampleRate), CurveIn, Shape);
}
