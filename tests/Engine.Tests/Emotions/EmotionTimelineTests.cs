using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Tests.Models;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Emotions;

public sealed class EmotionTimelineTests
{
    private static EmotionEstimate At(long end, long length, params float[] p) => EmotionSmoother.Describe(TinyModel.Metadata, p, end, length, -10);

    [Fact]
    public void Segments_change_midway_between_the_middles_of_two_windows_and_cover_the_clip()
    {
        var timeline = new EmotionTimeline(TinyModel.Metadata);
        timeline.Add(At(100, 100, 0.9f, 0.1f, 0, 0));
        timeline.Add(At(120, 100, 0.7f, 0.3f, 0, 0));
        timeline.Add(At(140, 100, 0.2f, 0.8f, 0, 0));
        IReadOnlyList<EmotionSegment> segments = timeline.Segments(150);
        Assert.Equal([(0L, 80L, 0), (80L, 150L, 1)], segments.Select(s => (s.StartSample, s.EndSample, s.Estimate.TopIndex)));
        Assert.Equal(0.8, segments[0].Estimate.Probabilities[0], 1e-6);
    }

    [Fact]
    public void The_summary_is_the_mean_of_full_windows_without_silence()
    {
        var timeline = new EmotionTimeline(TinyModel.Metadata);
        timeline.Add(At(30, 30, 0, 0, 0, 1));
        timeline.Add(At(100, 100, 0.9f, 0.1f, 0, 0));
        timeline.Add(At(120, 99, 0.5f, 0.5f, 0, 0));
        timeline.Add(new EmotionSmoother(TinyModel.Metadata, 0).Silence(140, 20, -90));
        EmotionEstimate summary = timeline.Summarise(160)!.Value;
        Assert.Equal(0.7, summary.Probabilities[0], 1e-6);
        Assert.Equal(0, summary.Probabilities[3]);
        Assert.Equal((160L, 160L, false), (summary.EndSample, summary.LengthSamples, summary.IsSilent));
    }

    [Fact]
    public void A_clip_of_silence_is_silence_and_a_clip_of_nothing_is_nothing()
    {
        var timeline = new EmotionTimeline(TinyModel.Metadata);
        Assert.Null(timeline.Summarise(0));
        Assert.Empty(timeline.Segments(0));
        timeline.Add(new EmotionSmoother(TinyModel.Metadata, 0).Silence(20, 20, -90));
        timeline.Add(new EmotionSmoother(TinyModel.Metadata, 0).Silence(40, 20, -90));
        Assert.True(timeline.Summarise(50)!.Value.IsSilent);
        EmotionSegment only = Assert.Single(timeline.Segments(50));
        Assert.Equal((0L, 50L, -1), (only.StartSample, only.EndSample, only.Estimate.TopIndex));
    }

    [Fact]
    public void A_clip_shorter_than_a_window_speaks_from_its_longest_one()
    {
        var timeline = new EmotionTimeline(TinyModel.Metadata);
        timeline.Add(At(20, 20, 0, 0, 0, 1));
        timeline.Add(At(40, 40, 0, 0, 1, 0));
        Assert.Equal(2, timeline.Summarise(40)!.Value.TopIndex);
    }
}
