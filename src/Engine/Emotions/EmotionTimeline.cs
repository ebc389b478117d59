using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Engine.Emotions;

/// <summary>
/// The estimates of one clip, and what they say together: an answer for the whole clip and segments of one emotion each.
/// </summary>
/// <remarks>
/// A clip is known to its end, so an estimate stands for the middle of the audio that it describes, and estimates of
/// windows that were not full yet count only where there is no full one. Not thread-safe.
/// </remarks>
public sealed class EmotionTimeline
{
    private readonly ModelMetadata _metadata;
    private readonly List<EmotionEstimate> _estimates = [];

    /// <param name="metadata">The model that gives the estimates.</param>
    public EmotionTimeline(ModelMetadata metadata) => _metadata = metadata;

    /// <summary>All estimates taken in, oldest first.</summary>
    public IReadOnlyList<EmotionEstimate> Estimates => _estimates;

    /// <summary>Takes one more estimate in; they come in the order of their positions.</summary>
    public void Add(in EmotionEstimate estimate) => _estimates.Add(estimate);

    /// <summary>
    /// The whole clip as one estimate: the mean of its windows' probabilities, silence left out; silence where there is
    /// nothing else.
    /// </summary>
    /// <param name="lengthSamples">The clip's length.</param>
    /// <returns>Null for a clip that gave no estimate, that is, one without samples.</returns>
    public EmotionEstimate? Summarise(long lengthSamples)
    {
        if (_estimates.Count == 0)
        {
            return null;
        }

        List<EmotionEstimate> voiced = [.. Decisive().Where(e => !e.IsSilent)];
        return voiced.Count == 0
            ? _estimates[0] with { EndSample = lengthSamples, LengthSamples = lengthSamples }
            : Mean(voiced, 0, lengthSamples);
    }

    /// <summary>The clip cut into segments of one emotion (or silence) each, in order, without gaps.</summary>
    /// <param name="lengthSamples">The clip's length.</param>
    public IReadOnlyList<EmotionSegment> Segments(long lengthSamples)
    {
        List<EmotionEstimate> decisive = Decisive();
        var segments = new List<EmotionSegment>();
        int first = 0;
        long start = 0;
        for (int i = 1; i <= decisive.Count; i++)
        {
            if (i < decisive.Count && decisive[i].TopIndex == decisive[first].TopIndex)
            {
                continue;
            }

            long end = i == decisive.Count ? lengthSamples : Math.Clamp((Middle(decisive[i - 1]) + Middle(decisive[i])) / 2, start, lengthSamples);
            segments.Add(new EmotionSegment(start, end, Mean(decisive[first..i], start, end)));
            first = i;
            start = end;
        }

        return segments;
    }

    private static long Middle(in EmotionEstimate estimate) => estimate.EndSample - (estimate.LengthSamples / 2);

    private List<EmotionEstimate> Decisive()
    {
        // Positions are rounded to whole input samples, so two full windows may differ in length by one.
        long full = _estimates.Where(e => !e.IsSilent).Select(e => e.LengthSamples).DefaultIfEmpty(0).Max() - 1;
        return [.. _estimates.Where(e => e.IsSilent || e.LengthSamples >= full)];
    }

    private EmotionEstimate Mean(List<EmotionEstimate> estimates, long start, long end)
    {
        if (estimates[0].IsSilent)
        {
            return estimates[0] with { EndSample = end, LengthSamples = end - start };
        }

        int count = _metadata.Labels.Length;
        Span<float> mean = stackalloc float[count];
        double power = 0;
        foreach (EmotionEstimate estimate in estimates)
        {
            EmotionProbabilities probabilities = estimate.Probabilities;
            for (int i = 0; i < count; i++)
            {
                mean[i] += probabilities[i] / estimates.Count;
            }

            power += Math.Pow(10, estimate.LevelDecibels / 10) / estimates.Count;
        }

        return EmotionSmoother.Describe(_metadata, mean, end, end - start, (float)(10 * Math.Log10(power)));
    }
}
