using RealtimeEmotion.Trainer.Networks;

namespace RealtimeEmotion.Trainer.Tests.Networks;

public sealed class OutputMergeTests
{
    [Fact]
    public void A_norm_of_one_adds_categories_up()
        => AssertClose([0.6, 0.4], new OutputMerge([0, 1, 0], 2, 1).Merged([0.25, 0.4, 0.35]));

    [Fact]
    public void A_norm_of_two_is_the_root_of_the_sum_of_squares()
        => AssertClose([5 / 17.0, 12 / 17.0], new OutputMerge([0, 1, 0], 2, 2).Merged([0.3, 1.2, 0.4]));

    [Fact]
    public void A_great_norm_leaves_the_strongest_category_of_each_class()
        => AssertClose([0.4 / 0.55, 0.15 / 0.55], new OutputMerge([0, 1, 1, 1, 1], 2, 200).Merged([0.4, 0.15, 0.15, 0.15, 0.15]), 2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7.5)]
    public void Where_each_class_is_a_category_nothing_changes(double norm)
        => AssertClose([0.7, 0.1, 0.2], new OutputMerge([2, 0, 1], 3, norm).Merged([0.2, 0.7, 0.1]));

    [Fact]
    public void Three_weak_categories_outdo_a_strong_one_as_a_sum_and_not_by_a_norm_of_two()
    {
        double[] shares = [0.40, 0.15, 0.15, 0.15, 0.15];
        double[] sums = new OutputMerge([0, 1, 1, 1, 1], 2, 1).Merged(shares);
        double[] norms = new OutputMerge([0, 1, 1, 1, 1], 2, 2).Merged(shares);
        Assert.True(sums[0] < sums[1]);
        Assert.True(norms[0] > norms[1]);
    }

    [Fact]
    public void Classes_sum_to_one_whatever_the_norm()
    {
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            double[] drawn = [.. Enumerable.Range(0, 6).Select(_ => random.NextDouble())];
            double[] merged = new OutputMerge([0, 1, 2, 0, 2, 2], 3, 1 + (4 * random.NextDouble())).Merged([.. drawn.Select(d => d / drawn.Sum())]);
            Assert.Equal(1, merged.Sum(), 12);
            Assert.All(merged, p => Assert.InRange(p, 0, 1));
        }
    }

    private static void AssertClose(double[] expected, double[] actual, int digits = 12)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, digits));
    }
}
