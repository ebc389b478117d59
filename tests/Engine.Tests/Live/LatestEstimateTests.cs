using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Live;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Live;

public sealed class LatestEstimateTests
{
    private static EmotionEstimate Numbered(int n)
    {
        EmotionProbabilities probabilities = default;
        probabilities.AsSpan(EmotionProbabilities.Capacity).Fill(n);
        return new EmotionEstimate(n, n, n, probabilities, n, n, n, n, false, false, n);
    }

    [Fact]
    public void There_is_none_before_the_first() => Assert.False(new LatestEstimate().TryRead(out _));

    [Fact]
    public void A_reader_never_sees_half_of_one_and_half_of_another()
    {
        var latest = new LatestEstimate();
        const int Count = 2_000_000;
        var writer = new Thread(() =>
        {
            for (int n = 1; n <= Count; n++)
            {
                latest.Publish(Numbered(n));
            }
        });
        writer.Start();
        int newest = 0;
        int reads = 0;
        while (newest < Count)
        {
            if (!latest.TryRead(out EmotionEstimate e))
            {
                continue;
            }

            reads++;
            int n = e.TopIndex;
            if (e != Numbered(n) || n < newest)
            {
                writer.Join();
                Assert.Fail($"torn or stale read: {e}");
            }

            newest = n;
        }

        writer.Join();
        Assert.True(reads > 0);
    }
}
