using System.Collections.Immutable;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>Asks models about tracks whose sound was changed, and compares.</summary>
internal static class Robustness
{
    /// <summary>A row for each variation.</summary>
    /// <param name="extractor">Hears the changed sound; through its cache.</param>
    /// <param name="dataset">The tracks.</param>
    /// <param name="judgeOf">For each track, who judges it: a model that heard nothing of it, where there are folds.</param>
    /// <param name="before">For each track, the answer about the sound as it is.</param>
    /// <param name="threads">How many files to read at once.</param>
    /// <param name="onTrack">Told how many tracks are done, of all variations.</param>
    /// <param name="cancellation">Checked before every file.</param>
    internal static ImmutableArray<RobustnessRow> Measure(
        FeatureExtractor extractor,
        LabelledDataset dataset,
        IReadOnlyList<ClipJudge> judgeOf,
        IReadOnlyList<double[]> before,
        int threads,
        Action<int> onTrack,
        CancellationToken cancellation)
    {
        var rows = ImmutableArray.CreateBuilder<RobustnessRow>(AudioVariation.All.Length);
        string[] paths = [.. dataset.Tracks.Select(t => t.AudioPath)];
        foreach (AudioVariation variation in AudioVariation.All)
        {
            int earlier = rows.Count * paths.Length;
            TrackFeatures[] features = extractor.ExtractVaried(paths, variation, threads, done => onTrack(earlier + done), cancellation);
            double[][] after = [.. features.Select((f, i) => ClipJudge.Mean(judgeOf[i].Windows(f)))];
            rows.Add(new RobustnessRow(
                variation.Name,
                after.Zip(before).Count(p => ClassificationScore.Top(p.First) != ClassificationScore.Top(p.Second)) / (double)after.Length,
                after.Zip(before).Average(p => p.First.Zip(p.Second).Average(v => Math.Abs(v.First - v.Second))),
                after.Zip(dataset.Tracks).Count(p => ClassificationScore.Top(p.First) == p.Second.ClassIndex) / (double)after.Length));
        }

        return rows.ToImmutable();
    }
}
