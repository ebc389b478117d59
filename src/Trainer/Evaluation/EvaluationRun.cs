using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Features;

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
        LabelledDataset dataset = EmotifyReader.Read(options.DatasetPath, options.Merge);
        int rounds = options.ChecksRobustness ? 1 + AudioVariation.All.Length : 1;
        int all = dataset.Tracks.Length * rounds;
        using var judge = new ClipJudge(model, Floor(model, options, out FeatureExtractor extractor));
        double[][][] windows = Ask(judge, model, dataset, extractor, Threads(options), done => onTrack?.Invoke(done, all), cancellation);
        double[][] clips = [.. windows.Select(ClipJudge.Mean)];
        Interval[] intervals = Bootstrap.Intervals(clips.Length, options.Resamples, options.Seed, indices =>
        {
            ClassificationScore score = ScoreOf(dataset, clips, indices);
            return [score.Accuracy, score.MacroF1, score.CrossEntropy, score.Correlation.Average(), score.CalibrationError];
        });
        int[] everyTrack = [.. Enumerable.Range(0, clips.Length)];
        return new EvaluationReport
        {
            Model = model.Metadata.Name,
            HeardInTraining = model.Metadata.TrainingData.StartsWith(dataset.Name, StringComparison.OrdinalIgnoreCase),
            Labels = model.Metadata.Labels,
            Clips = ScoreOf(dataset, clips, everyTrack),
            Windows = ScoreOf(dataset, [.. windows.SelectMany(w => w)], [.. everyTrack.SelectMany(i => Enumerable.Repeat(i, windows[i].Length))], isExpanded: true),
            Genres =
            [
                .. everyTrack.GroupBy(i => dataset.Tracks[i].Genre, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new GenreScore(g.Key, ScoreOf(dataset, clips, [.. g]))),
            ],
            Accuracy = intervals[0],
            MacroF1 = intervals[1],
            CrossEntropy = intervals[2],
            Correlation = intervals[3],
            CalibrationError = intervals[4],
            GenrePrior = ScoreOf(dataset, UsualOf(dataset), everyTrack),
            Robustness = options.ChecksRobustness
                ? Robustness.Measure(extractor, dataset, [.. everyTrack.Select(_ => judge)], clips, Threads(options), done => onTrack?.Invoke(clips.Length + done, all), cancellation)
                : [],
        };
    }

    /// <summary>Judges two models on the same draws of the same tracks.</summary>
    /// <inheritdoc cref="Judge"/>
    public static ComparisonReport Compare(EmotionModel first, EmotionModel second, EvaluationOptions options, Action<int, int>? onTrack = null, CancellationToken cancellation = default)
    {
        LabelledDataset dataset = EmotifyReader.Read(options.DatasetPath, options.Merge);
        double[][][] answers = [.. new[] { first, second }.Select((model, m) =>
        {
            using var judge = new ClipJudge(model, Floor(model, options, out FeatureExtractor extractor));
            return Ask(judge, model, dataset, extractor, Threads(options), done => onTrack?.Invoke((m * dataset.Tracks.Length) + done, 2 * dataset.Tracks.Length), cancellation)
                .Select(ClipJudge.Mean).ToArray();
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

    private static int Threads(EvaluationOptions options) => options.Threads > 0 ? options.Threads : Environment.ProcessorCount;

    private static float Floor(EmotionModel model, EvaluationOptions options, out FeatureExtractor extractor)
    {
        extractor = new FeatureExtractor(model.Metadata.FrontEnd, options.CacheFolder ?? FeatureCache.DefaultFolder);
        return extractor.Floor;
    }

    private static double[][][] Ask(ClipJudge judge, EmotionModel model, LabelledDataset dataset, FeatureExtractor extractor, int threads, Action<int> onTrack, CancellationToken cancellation)
    {
        string[] classes = [.. dataset.Merge.Classes.Select(c => c.Name)];
        if (!model.Metadata.Labels.SequenceEqual(classes))
        {
            throw new InputException(model.Subject, $"has the classes {string.Join(", ", model.Metadata.Labels)}", $"the data set's are {string.Join(", ", classes)}, in this order");
        }

        HeardTrack[] tracks = extractor.ExtractAll([.. dataset.Tracks.Select(t => t.AudioPath)], threads, onTrack, cancellation);
        int shortest = Enumerable.Range(0, tracks.Length).MinBy(i => tracks[i].Mel.Frames);
        return tracks[shortest].Mel.Frames >= model.Metadata.WindowFrames
            ? [.. tracks.Select(t => judge.Windows(t.Mel))]
            : throw new InputException(dataset.Tracks[shortest].AudioPath, "is shorter than the model's window", "take it out of the data set");
    }

    private static ClassificationScore ScoreOf(LabelledDataset dataset, double[][] answers, int[] indices, bool isExpanded = false) => ClassificationScore.Of(
        [.. indices.Select(i => dataset.Tracks[i].ClassIndex)],
        [.. indices.Select(i => dataset.Tracks[i].ClassShares.ToArray())],
        isExpanded ? answers : [.. indices.Select(i => answers[i])]);

    /// <summary>For each track, how common each label is in its genre: what the genre alone says.</summary>
    private static double[][] UsualOf(LabelledDataset dataset)
    {
        int classes = dataset.Merge.Classes.Length;
        Dictionary<string, double[]> usual = dataset.Tracks.GroupBy(t => t.Genre, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => Enumerable.Range(0, classes).Select(c => g.Count(t => t.ClassIndex == c) / (double)g.Count()).ToArray(),
            StringComparer.Ordinal);
        return [.. dataset.Tracks.Select(t => usual[t.Genre])];
    }
}
