using CsCheck;
using RealtimeEmotion.Audio.Streams;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

public sealed class AgeHistogramTests
{
    [Fact]
    public void Percentiles_are_right_within_their_buckets() =>
        Gen.Select(Gen.Long[0, 36].SelectMany(bits => Gen.Long[0, (1L << (int)bits) - 1]).List[1, 300], Gen.Double[0, 1]).Sample((ages, fraction) =>
        {
            var histogram = new AgeHistogram();
            ages.ForEach(age => histogram.Add(TimeSpan.FromMicroseconds(age)));
            ages.Sort();
            double expected = ages[Math.Max(0, (int)Math.Ceiling(fraction * ages.Count) - 1)];
            Assert.Equal(ages.Count, histogram.Count);
            Assert.InRange(histogram.Percentile(fraction)!.Value.TotalMicroseconds, (expected * (1 - (1.0 / 64))) - 0.5, (expected * (1 + (1.0 / 64))) + 0.5);
        });

    [Fact]
    public void Nothing_has_no_percentile_and_what_cannot_be_is_put_at_the_ends()
    {
        var histogram = new AgeHistogram();
        Assert.Null(histogram.Percentile(0.5));
        histogram.Add(TimeSpan.FromSeconds(-1));
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(1));
        histogram.Add(TimeSpan.MaxValue);
        Assert.True(histogram.Percentile(1) > TimeSpan.FromHours(18));
    }
}
