using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;

namespace RealtimeEmotion.Trainer.Tests.Networks;

public sealed class FeatureBoundsTests
{
    [Fact]
    public void Bounds_leave_the_share_outside_that_was_asked_for()
    {
        // Two features of 200 windows, in two tracks: 0 … 199 in a mixed order, and ten times that, negative.
        int[] order = [.. Enumerable.Range(0, 200).Select(i => i * 77 % 200)];
        float[] values = [.. order.SelectMany(i => new[] { (float)i, -10f * i })];
        TrackFeatures[] tracks = [new(values[..120], 60, 2), new(values[120..], 140, 2)];
        FeatureBounds whole = FeatureBounds.Of(tracks, 0);
        Assert.Equal([0, -1990], whole.Lowest);
        Assert.Equal([199, 0], whole.Highest);
        FeatureBounds inner = FeatureBounds.Of(tracks, 0.05);
        Assert.Equal([10, -1890], inner.Lowest);
        Assert.Equal([189, -100], inner.Highest);
    }

    [Fact]
    public void What_lies_outside_is_brought_to_the_bound_and_nothing_else_moves()
    {
        var bounds = new FeatureBounds([0, -1], [1, 5]);
        var track = new TrackFeatures([-3, -3, 0.5f, 2, 7, 7], 3, 2);
        bounds.Bound(track);
        Assert.Equal([0, -1, 0.5f, 2, 1, 5], track.Values);
    }
}
