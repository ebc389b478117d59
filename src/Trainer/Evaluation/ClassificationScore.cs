using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>How well predicted class probabilities fit labels and vote shares. Immutable.</summary>
public sealed record ClassificationScore
{
    private const int CalibrationRanges = 10;

    /// <summary>How many tracks were judged.</summary>
    public required int Tracks { get; init; }

    /// <summary>The share of tracks whose most probable class is their label, 0 … 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The mean over classes of the F1 measure; a class that is neither present nor predicted is left out.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Mean of −Σ share · ln(probability), in nats: lower is better, and the listeners' own spread is its
    /// floor.</summary>
    public required double CrossEntropy { get; init; }

    /// <summary>How far confidence is from what it promises, 0 … 1: answers sorted into ten equal ranges of their top
    /// probability, the mean over answers of the distance between its mean and the accuracy there.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Those ranges, as far as there are answers in them, in ascending order.</summary>
    public required ImmutableArray<ReliabilityRange> Reliability { get; init; }

    /// <summary>The same of every class against the shares of the votes: where the model says 60 %, do 60 % of the
    /// listeners' votes say so?</summary>
    public required double ShareCalibrationError { get; init; }

    /// <summary>For each class, Pearson's correlation of probability and vote share over the tracks; 0 where either
    /// does not vary.</summary>
    public required ImmutableArray<double> Correlation { get; init; }

    /// <summary>Rows: label; columns: prediction; both in class order.</summary>
    public required ImmutableArray<ImmutableArray<int>> Confusion { get; init; }

    /// <summary>The share of the most frequent label: what always answering it would score.</summary>
    public required double MajorityShare { get; init; }

    /// <summary>Judges predictions.</summary>
    /// <param name="labels">Each track's class index.</param>
    /// <param name="shares">Each track's vote shares, one a class.</param>
    /// <param name="probabilities">Each track's predicted probabilities, one a class.</param>
    public static ClassificationScore Of(IReadOnlyList<int> labels, IReadOnlyList<double[]> shares, IReadOnlyList<double[]> probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfZero(labels.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(shares.Count, labels.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Count, labels.Count);
        int classes = shares[0].Length;
        var confusion = new int[classes, classes];
        double crossEntropy = 0;
        for (int i = 0; i < labels.Count; i++)
        {
            confusion[labels[i], Top(probabilities[i])]++;
            crossEntropy += CrossEntropyOf(shares[i], probabilities[i]);
        }

        int[] actual = [.. Enumerable.Range(0, classes).Select(c => Enumerable.Range(0, classes).Sum(p => confusion[c, p]))];
        int[] predicted = [.. Enumerable.Range(0, classes).Select(c => Enumerable.Range(0, classes).Sum(a => confusion[a, c]))];
        double[] f1 = [.. Enumerable.Range(0, classes)
            .Where(c => actual[c] + predicted[c] > 0)
            .Select(c => 2.0 * confusion[c, c] / (actual[c] + predicted[c]))];
        ImmutableArray<ReliabilityRange> reliability = RangesOf(probabilities.Select((p, i) => (p[Top(p)], Top(p) == labels[i] ? 1.0 : 0)));
        return new ClassificationScore
        {
            Tracks = labels.Count,
            Accuracy = Enumerable.Range(0, classes).Sum(c => confusion[c, c]) / (double)labels.Count,
            MacroF1 = f1.Average(),
            CrossEntropy = crossEntropy / labels.Count,
            CalibrationError = CalibrationOf(reliability),
            ShareCalibrationError = CalibrationOf(RangesOf(probabilities.SelectMany((p, i) => p.Zip(shares[i])))),
            Reliability = reliability,
            Correlation = [.. Enumerable.Range(0, classes).Select(c => Pearson([.. shares.Select(s => s[c])], [.. probabilities.Select(p => p[c])]))],
            Confusion = [.. Enumerable.Range(0, classes).Select(a => Enumerable.Range(0, classes).Select(p => confusion[a, p]).ToImmutableArray())],
            MajorityShare = actual.Max() / (double)labels.Count,
        };
    }

    /// <summary>The index of the largest value; the first wins a tie.</summary>
    internal static int Top(ReadOnlySpan<double> values)
    {
        int top = 0;
        for (int i = 1; i < values.Length; i++)
        {
            top = values[i] > values[top] ? i : top;
        }

        return top;
    }

    /// <summary>−Σ share · ln(probability), in nats.</summary>
    internal static double CrossEntropyOf(ReadOnlySpan<double> shares, ReadOnlySpan<double> probabilities)
    {
        // A probability of exactly 0 comes of float32's range, not of certainty.
        const double Least = 1e-12;
        double sum = 0;
        for (int c = 0; c < shares.Length; c++)
        {
            sum -= shares[c] * Math.Log(Math.Max(probabilities[c], Least));
        }

        return sum;
    }

    // M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning",
    // AAAI 2015: the expected calibration error.
    private static double CalibrationOf(ImmutableArray<ReliabilityRange> ranges)
        => ranges.Sum(r => r.Answers * Math.Abs(r.Confidence - r.Accuracy)) / ranges.Sum(r => r.Answers);

    private static ImmutableArray<ReliabilityRange> RangesOf(IEnumerable<(double Said, double True)> answers)
    {
        Span<int> counts = stackalloc int[CalibrationRanges];
        Span<double> said = stackalloc double[CalibrationRanges];
        Span<double> right = stackalloc double[CalibrationRanges];
        counts.Clear();
        said.Clear();
        right.Clear();
        foreach ((double probability, double truth) in answers)
        {
            int range = Math.Min((int)(probability * CalibrationRanges), CalibrationRanges - 1);
            counts[range]++;
            said[range] += probability;
            right[range] += truth;
        }

        var ranges = ImmutableArray.CreateBuilder<ReliabilityRange>(CalibrationRanges);
        for (int range = 0; range < CalibrationRanges; range++)
        {
            if (counts[range] > 0)
            {
                ranges.Add(new ReliabilityRange(
                    range / (double)CalibrationRanges,
                    (range + 1) / (double)CalibrationRanges,
                    counts[range],
                    said[range] / counts[range],
                    right[range] / counts[range]));
            }
        }

        return ranges.ToImmutable();
    }

    private static double Pearson(double[] x, double[] y)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
    }
}
