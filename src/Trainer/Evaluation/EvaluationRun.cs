using System.Collections.Immutable;
using System.Globalization;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Surveys;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>Judges models on tracks with votes. Prints nothing, trains nothing.</summary>
public static class EvaluationRun
{
    /// <summary>Judges one model.</summary>
    /// <param name="model">The model; not disposed here.</param>
    /// <param name="options">On what, and how.</param>
    /// <param name="onTrack">Told how many tracks were heard, of how many; null for nobody.</param>
    /// <param name="cancellation">Checked before every file.</param>
    /// <exception cref="InputException">The data set or an audio file is at fault, or the model has other classes.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static EvaluationReport Judge(EmotionModel model, EvaluationOptions options, Action<int, int>? onTrack = null, CancellationToken cancellation = default)
    {
        LabelledDataset dataset = DatasetReader.Read(options.DatasetPath, options.Merge);
        int rounds = options.ChecksRobustness ? 1 + AudioVariation.All.Length : 1;
        int all = dataset.Tracks.Length * rounds;
        using var judge = new ClipJudge(model, Floor(model, options, out FeatureExtractor extractor));
        HeardTrack[] tracks = Hear(model, dataset, extractor, Threads(options), done => onTrack?.Invoke(done, all), cancellation);
        double[][][] windows = [.. tracks.Select(t => judge.Windows(t.Mel))];
        double[][] clips = [.. windows.Select(ClipJudge.Mean)];
        int[] everyTrack = [.. Enumerable.Range(0, clips.Length)];
        double[][][] ofClips = [.. clips.Select(c => new[] { c })];
        ImmutableArray<ImmutableArray<ImmutableArray<int>>> folds = FoldsOf(SoundGroups.Join(dataset.Tracks, AcousticPrint.Pairs([.. tracks.Select(t => t.Print)])), options);
        cancellation.ThrowIfCancellationRequested();
        ScoreRow whole = Row(WholeClip, [ofClips], everyTrack);
        return new EvaluationReport
        {
            Model = model.Metadata.Name,
            HeardInTraining = model.Metadata.TrainingData.StartsWith(dataset.Name, StringComparison.OrdinalIgnoreCase),
            LeftOut = dataset.LeftOut,
            Labels = model.Metadata.Labels,
            Clips = ScoreOf(dataset, clips, everyTrack),
            Whole = whole,
            Lengths = [.. Beginnings(model, judge, tracks).Concat(Lengths(model, windows)).Select(l => Row(l.Name, [l.Answers], [.. everyTrack.Where(t => l.Answers[t].Length > 0)])), whole],
            Genres =
            [
                .. everyTrack.GroupBy(i => dataset.Tracks[i].Genre, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => Row(g.Key, [ofClips], [.. g])),
            ],
            Baselines =
            [
                Row("the biggest class", [[.. Baselines.Majority(dataset).Select(a => new[] { a })]], everyTrack),

                // Where there is one genre, it says nothing.
                .. everyTrack.Select(t => dataset.Tracks[t].Genre).Distinct().Skip(1).Any()
                    ? [Row("the genre alone", Learnt(f => Baselines.GenrePrior(dataset, f)), everyTrack)]
                    : ImmutableArray<ScoreRow>.Empty,
                Row("linear on log-mel statistics", Learnt(f => Baselines.Linear(dataset, [.. tracks.Select(t => t.Mel)], extractor.Floor, f)), everyTrack),
            ],
            Listeners = ListenerVotes.Measure(dataset, options.Seed),
            Robustness = options.ChecksRobustness
                ? Robustness.Measure(extractor, dataset, [.. everyTrack.Select(_ => judge)], clips, Threads(options), done => onTrack?.Invoke(clips.Length + done, all), cancellation)
                : [],
        };

        double[][][][] Learnt(Func<ImmutableArray<ImmutableArray<int>>, double[][]> learn)
            => [.. folds.Select(f => learn(f).Select(a => new[] { a }).ToArray())];

        ScoreRow Row(string name, double[][][][] answers, int[] indices)
        {
            cancellation.ThrowIfCancellationRequested();
            Interval[] intervals = Bootstrap.Intervals(indices.Length, options.Resamples, options.Seed, drawn => Measures(dataset, answers, [.. drawn.Select(d => indices[d])]));
            return new ScoreRow(name, indices.Length, intervals[0], intervals[1], intervals[2], intervals[3], intervals[4]);
        }
    }

    private const string WholeClip = "whole clip";

    /// <summary>The lengths that are judged, in windows that follow each other at half a window: 1, 2 and 3 windows' time.</summary>
    private static readonly ImmutableArray<int> WindowCounts = [1, 3, 5];

    /// <summary>What has been heard of a window where less than one is judged, as a share.</summary>
    private static readonly ImmutableArray<double> HeardShares = [0.3, 0.5];

    /// <summary>All measures, each the mean over the seeds' answers.</summary>
    /// <param name="dataset">The tracks.</param>
    /// <param name="answers">For each seed and each track, one or more answers.</param>
    /// <param name="indices">The tracks to judge; the same may come more than once.</param>
    private static double[] Measures(LabelledDataset dataset, double[][][][] answers, int[] indices)
    {
        int[] expanded = [.. indices.SelectMany(i => Enumerable.Repeat(i, answers[0][i].Length))];
        var sums = new double[5];
        foreach (double[][][] ofSeed in answers)
        {
            ClassificationScore score = ScoreOf(dataset, [.. indices.SelectMany(i => ofSeed[i])], expanded, isExpanded: true);
            double[] measures = [score.Accuracy, score.MacroF1, score.CrossEntropy, score.Correlation.Average(), score.CalibrationError];
            for (int m = 0; m < sums.Length; m++)
            {
                sums[m] += measures[m] / answers.Length;
            }
        }

        return sums;
    }

    /// <summary>For each length below a window, the answers where no more than that has been heard.</summary>
    private static IEnumerable<(string Name, double[][][] Answers)> Beginnings(EmotionModel model, ClipJudge judge, HeardTrack[] tracks)
        => HeardShares.Select(share => (Seconds(WindowSeconds(model) * share), tracks.Select(t => judge.Windows(t.Mel, share)).ToArray()));

    private static double WindowSeconds(EmotionModel model) => model.Metadata.WindowFrames * (double)model.Metadata.FrontEnd.HopLength / model.Metadata.FrontEnd.SampleRate;

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s");

    /// <summary>For each length that half of the tracks have and more, the answers of all stretches of it; none for a track that is
    /// shorter.</summary>
    private static IEnumerable<(string Name, double[][][] Answers)> Lengths(EmotionModel model, double[][][] windows)
    {
        foreach (int count in WindowCounts.Where(c => windows.Count(w => w.Length > c) > windows.Length / 2))
        {
            yield return (
                Seconds(WindowSeconds(model) * (count + 1) / 2),
                [.. windows.Select(w => Enumerable.Range(0, Math.Max(0, w.Length - count + 1)).Select(i => ClipJudge.Mean(w[i..(i + count)])).ToArray())]);
        }
    }

    private static ImmutableArray<ImmutableArray<ImmutableArray<int>>> FoldsOf(ImmutableArray<LabelledTrack> tracks, EvaluationOptions options)
    {
        if (options.Folds < 2 || options.Folds > tracks.Length)
        {
            throw new InputException("--folds", string.Create(CultureInfo.InvariantCulture, $"is {options.Folds}"), string.Create(CultureInfo.InvariantCulture, $"give 2 to {tracks.Length}, the number of tracks"));
        }

        return [.. Enumerable.Range(0, Math.Max(1, options.Seeds)).Select(s => TrackSplit.Folds(tracks, options.Folds, options.Seed + s))];
    }

    /// <summary>Judges two models on the same draws of the same tracks.</summary>
    /// <inheritdoc cref="Judge"/>
    public static ComparisonReport Compare(EmotionModel first, EmotionModel second, EvaluationOptions options, Action<int, int>? onTrack = null, CancellationToken cancellation = default)
    {
        LabelledDataset dataset = DatasetReader.Read(options.DatasetPath, options.Merge);
        double[][][] answers = [.. new[] { first, second }.Select((model, m) =>
        {
            using var judge = new ClipJudge(model, Floor(model, options, out FeatureExtractor extractor));
            return Hear(model, dataset, extractor, Threads(options), done => onTrack?.Invoke((m * dataset.Tracks.Length) + done, 2 * dataset.Tracks.Length), cancellation)
                .Select(t => ClipJudge.Mean(judge.Windows(t.Mel))).ToArray();
        })];
        Interval[] intervals = Bootstrap.Intervals(dataset.Tracks.Length, options.Resamples, options.Seed, indices =>
        {
            ClassificationScore a = ScoreOf(dataset, answers[0], indices);
            ClassificationScore b = ScoreOf(dataset, answers[1], indices);
            return [a.Accuracy - b.Accuracy, a.MacroF1 - b.MacroF1, a.CrossEntropy - b.CrossEntropy, a.Correlation.Average() - b.Correlation.Average()];
        });
        return new ComparisonReport(
            first.Metadata.Name,
            second.Metadata.Name,
            dataset.Tracks.Length,
            answers[0].Zip(answers[1]).Count(p => ClassificationScore.Top(p.First) == ClassificationScore.Top(p.Second)) / (double)dataset.Tracks.Length,
            intervals[0],
            intervals[1],
            intervals[2],
            intervals[3]);
    }

    private static int Threads(EvaluationOptions options) => ParallelFiles.Threads(options.Threads);

    private static float Floor(EmotionModel model, EvaluationOptions options, out FeatureExtractor extractor)
    {
        extractor = new FeatureExtractor(model.Metadata.FrontEnd, options.CacheFolder ?? FeatureCache.DefaultFolder);
        return extractor.Floor;
    }

    private static HeardTrack[] Hear(EmotionModel model, LabelledDataset dataset, FeatureExtractor extractor, int threads, Action<int> onTrack, CancellationToken cancellation)
    {
        string[] classes = [.. dataset.Merge.Classes.Select(c => c.Name)];
        if (!model.Metadata.Labels.SequenceEqual(classes))
        {
            throw new InputException(model.Subject, $"has the classes {string.Join(", ", model.Metadata.Labels)}", $"the data set's are {string.Join(", ", classes)}, in this order");
        }

        HeardTrack[] tracks = extractor.ExtractAll([.. dataset.Tracks.Select(t => t.AudioPath)], threads, onTrack, cancellation);
        int shortest = Enumerable.Range(0, tracks.Length).MinBy(i => tracks[i].Mel.Frames);
        return tracks[shortest].Mel.Frames >= model.Metadata.WindowFrames
            ? tracks
            : throw new InputException(dataset.Tracks[shortest].AudioPath, "is shorter than the model's window", "take it out of the data set");
    }

    private static ClassificationScore ScoreOf(LabelledDataset dataset, double[][] answers, int[] indices, bool isExpanded = false) => ClassificationScore.Of(
        [.. indices.Select(i => dataset.Tracks[i].ClassIndex)],
        [.. indices.Select(i => dataset.Tracks[i].ClassShares.ToArray())],
        isExpanded ? answers : [.. indices.Select(i => answers[i])]);
}
