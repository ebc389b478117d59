using System.Collections.Immutable;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using RealtimeEmotion.Trainer.Torch;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>What can be had for little: answers for every track.</summary>
internal static class Baselines
{
    /// <summary>On the squared weights of the linear model; chosen once, on the first seed's folds.</summary>
    private const double Penalty = 0.01;

    /// <summary>How common each label is in all tracks, the same answer for each of them. Learnt on the other folds, where two classes are
    /// nearly as common as each other, it would name in each fold the one that is rarer there.</summary>
    internal static double[][] Majority(LabelledDataset dataset)
    {
        double[] all = Commonness(dataset, [.. Enumerable.Range(0, dataset.Tracks.Length)]);
        return [.. dataset.Tracks.Select(_ => all)];
    }

    /// <summary>How common each label is in the track's genre, learnt on the other folds.</summary>
    internal static double[][] GenrePrior(LabelledDataset dataset, ImmutableArray<ImmutableArray<int>> folds) => ByFold(dataset, folds, training =>
    {
        double[] all = Commonness(dataset, training);
        Dictionary<string, double[]> usual = training.GroupBy(t => dataset.Tracks[t].Genre, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Commonness(dataset, [.. g]), StringComparer.Ordinal);
        return held => usual.GetValueOrDefault(dataset.Tracks[held].Genre, all);
    });

    /// <summary>A multinomial regression to the shares of the votes, from three values of each mel band over the whole track: the
    /// mean, the deviation, and the mean distance from one frame to the next; learnt on the other folds.</summary>
    /// <param name="dataset">The tracks.</param>
    /// <param name="mel">Their frames.</param>
    /// <param name="floor">The front-end's value for silence.</param>
    /// <param name="folds">The folds.</param>
    internal static double[][] Linear(LabelledDataset dataset, IReadOnlyList<TrackFeatures> mel, float floor, ImmutableArray<ImmutableArray<int>> folds)
    {
        TorchLibrary.Load();
        double[][] statistics = [.. mel.Select(m => Statistics(m, floor))];
        int size = statistics[0].Length;
        int categories = dataset.Categories.Length;
        var merge = new OutputMerge([.. dataset.Categories.Select(dataset.Merge.ClassOf)], dataset.Merge.Classes.Length, new TrainingRecipe().MergeNorm);
        return ByFold(dataset, folds, training =>
        {
            double[] mean = [.. Enumerable.Range(0, size).Select(i => training.Average(t => statistics[t][i]))];
            double[] deviation = [.. Enumerable.Range(0, size).Select(i => Math.Sqrt(Math.Max(training.Average(t => Math.Pow(statistics[t][i] - mean[i], 2)), 1e-8)))];
            double[] Standardised(int t) => [.. statistics[t].Select((v, i) => (v - mean[i]) / deviation[i])];
            ShareRegression regression = ShareRegression.Fit(
                [.. training.Select(t => new TrackFeatures(Array.ConvertAll(Standardised(t), v => (float)v), 1, size))],
                [.. training.Select(t => dataset.Tracks[t].CategoryShares.Select(s => (float)s).ToArray())],
                categories,
                Penalty);
            return held =>
            {
                double[] features = Standardised(held);
                double[] logits = [.. Enumerable.Range(0, categories).Select(c => regression.Bias[c] + Enumerable.Range(0, size).Sum(i => features[i] * regression.Weights[(i * categories) + c]))];
                return merge.OfLogits(logits);
            };
        });
    }

    private static double[] Statistics(TrackFeatures mel, float floor)
    {
        var mean = new double[mel.Bands];
        var square = new double[mel.Bands];
        var change = new double[mel.Bands];
        for (int frame = 0; frame < mel.Frames; frame++)
        {
            ReadOnlySpan<float> values = mel.Frame(frame);
            for (int band = 0; band < mel.Bands; band++)
            {
                double value = Math.Max(values[band], floor);
                mean[band] += value / mel.Frames;
                square[band] += value * value / mel.Frames;
                change[band] += frame == 0 ? 0 : Math.Abs(value - Math.Max(mel.Frame(frame - 1)[band], floor)) / mel.Frames;
            }
        }

        return [.. mean, .. square.Select((s, band) => Math.Sqrt(Math.Max(0, s - (mean[band] * mean[band])))), .. change];
    }

    private static double[][] ByFold(LabelledDataset dataset, ImmutableArray<ImmutableArray<int>> folds, Func<ImmutableArray<int>, Func<int, double[]>> learn)
    {
        var answers = new double[dataset.Tracks.Length][];
        foreach (ImmutableArray<int> held in folds)
        {
            Func<int, double[]> answer = learn([.. Enumerable.Range(0, answers.Length).Except(held)]);
            foreach (int track in held)
            {
                answers[track] = answer(track);
            }
        }

        return answers;
    }

    private static double[] Commonness(LabelledDataset dataset, ImmutableArray<int> tracks)
    {
        // One more track, undecided: a label that nobody has is rare, not impossible.
        int classes = dataset.Merge.Classes.Length;
        return [.. Enumerable.Range(0, classes).Select(c => (tracks.Count(t => dataset.Tracks[t].ClassIndex == c) + (1.0 / classes)) / (tracks.Length + 1))];
    }
}
