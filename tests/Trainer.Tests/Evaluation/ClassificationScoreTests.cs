using RealtimeEmotion.Trainer.Evaluation;

namespace RealtimeEmotion.Trainer.Tests.Evaluation;

public sealed class ClassificationScoreTests
{
    [Fact]
    public void Measures_agree_with_a_calculation_by_hand()
    {
        // Labels 0 0 1 2; answers 0 1 1 1: class 0 has F1 2/3, class 1 has 2/4, class 2 has 0.
        double[][] probabilities = [[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.1, 0.8, 0.1], [0.1, 0.5, 0.4]];
        double[][] shares = [[1, 0, 0], [0.5, 0.5, 0], [0, 1, 0], [0, 0, 1]];
        ClassificationScore score = ClassificationScore.Of([0, 0, 1, 2], shares, probabilities);
        Assert.Equal(4, score.Tracks);
        Assert.Equal(0.5, score.Accuracy);
        Assert.Equal(((2.0 / 3) + 0.5 + 0) / 3, score.MacroF1, 12);
        Assert.Equal(-(Math.Log(0.6) + (0.5 * Math.Log(0.2)) + (0.5 * Math.Log(0.7)) + Math.Log(0.8) + Math.Log(0.4)) / 4, score.CrossEntropy, 12);
        Assert.Equal(0.5, score.MajorityShare);

        // Four answers in four ranges: sure by 0.6, 0.7, 0.8, 0.5; right, wrong, right, wrong.
        Assert.Equal((0.4 + 0.7 + 0.2 + 0.5) / 4, score.CalibrationError, 12);
        Assert.Equal([1, 1, 0], score.Confusion[0]);
        Assert.Equal([0, 1, 0], score.Confusion[1]);
        Assert.Equal([0, 1, 0], score.Confusion[2]);
    }

    [Fact]
    public void Correlation_is_one_for_a_linear_relation_and_zero_where_nothing_varies()
    {
        double[][] shares = [[0.1, 0.9], [0.3, 0.7], [0.8, 0.2]];
        ClassificationScore linear = ClassificationScore.Of([1, 1, 0], shares, [.. shares.Select(s => new[] { 0.25 + (s[0] / 2), 0.75 - (s[0] / 2) })]);
        Assert.All(linear.Correlation, r => Assert.Equal(1, r, 12));
        ClassificationScore constant = ClassificationScore.Of([1, 1, 0], shares, [.. shares.Select(_ => new[] { 0.5, 0.5 })]);
        Assert.All(constant.Correlation, r => Assert.Equal(0, r));
    }

    [Fact]
    public void A_probability_of_zero_costs_much_and_is_finite()
        => Assert.InRange(ClassificationScore.Of([0], [[1.0, 0]], [[0.0, 1]]).CrossEntropy, 20, 100);

    [Fact]
    public void The_margin_separates_right_answers_from_wrong_ones()
    {
        // Right answers have a gap of 0.5 or more, wrong ones 0.3 or less, with the label second.
        int[] labels = [0, 0, 0, 1, 1];
        double[][] probabilities = [[0.8, 0.2, 0], [0.75, 0.25, 0], [0.9, 0.1, 0], [0.6, 0.4, 0], [0.65, 0.35, 0]];
        AmbiguityMargin chosen = AmbiguityMargin.Choose(labels, probabilities);
        Assert.Equal(0.4, chosen.Margin, 12);
        Assert.Equal(0.4, chosen.AmbiguousShare, 12);
        Assert.Equal(1, chosen.AccuracyWhenClear);
        Assert.Equal(0, chosen.AccuracyWhenAmbiguous);
        Assert.Equal(1, chosen.TopTwoWhenAmbiguous);
    }

    [Fact]
    public void No_more_than_half_of_all_answers_are_ambiguous()
    {
        // Four wrong ones with gaps of 0.1 to 0.4, and a right one of 0.9: the margin that tells them apart would flag four of five.
        double[][] probabilities = [[0.55, 0.45], [0.6, 0.4], [0.65, 0.35], [0.7, 0.3], [0.95, 0.05]];
        AmbiguityMargin chosen = AmbiguityMargin.Choose([1, 1, 1, 1, 0], probabilities);
        Assert.Equal(0.25, chosen.Margin, 12);
        Assert.Equal(0.4, chosen.AmbiguousShare, 12);
    }

    [Fact]
    public void Where_every_answer_is_right_nothing_is_ambiguous()
    {
        AmbiguityMargin chosen = AmbiguityMargin.Choose([0, 1], [[0.6, 0.4], [0.1, 0.9]]);
        Assert.Equal(0, chosen.Margin);
        Assert.Equal(0, chosen.AmbiguousShare);
    }
}
