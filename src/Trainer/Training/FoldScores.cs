using System.Collections.Immutable;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Networks;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>How well the networks of a run do on the tracks that they did not hear. Immutable.</summary>
/// <param name="Clips">Whole clips.</param>
/// <param name="ClipsOfKnownGenre">The same where the listener says the genre.</param>
/// <param name="Windows">Single windows.</param>
/// <param name="Folds">Whole clips, fold by fold.</param>
/// <param name="Genres">Whole clips, genre by genre.</param>
/// <param name="Ambiguity">The margin chosen on the windows.</param>
/// <param name="Temperature">What the logits of the model that is written are divided by.</param>
/// <param name="FoldTemperatures">The same for each fold's network, fold by fold: what suits the others.</param>
/// <param name="Predictions">What was said of each clip, in the data set's order.</param>
internal sealed record FoldScores(
    ClassificationScore Clips,
    ClassificationScore ClipsOfKnownGenre,
    ClassificationScore Windows,
    ImmutableArray<ClassificationScore> Folds,
    ImmutableArray<GenreScore> Genres,
    AmbiguityMargin Ambiguity,
    double Temperature,
    ImmutableArray<double> FoldTemperatures,
    ImmutableArray<TrackPrediction> Predictions)
{
    /// <summary>Judges.</summary>
    /// <param name="dataset">The tracks.</param>
    /// <param name="merge">How the networks' outputs become classes.</param>
    /// <param name="results">What the networks say; one or more.</param>
    /// <param name="calibrates">Whether a temperature is chosen.</param>
    internal static FoldScores Of(LabelledDataset dataset, OutputMerge merge, FoldResult[] results, bool calibrates)
    {
        // Each fold at the temperature that suits the others; the model that is written at the one that suits all.
        double temperature = calibrates ? ChooseTemperature(dataset, merge, results) : 1;
        ImmutableArray<double> ofFolds =
        [
            .. results.Select(r => results.Length == 1 || !calibrates ? temperature : ChooseTemperature(dataset, merge, [.. results.Where(o => o != r)])),
        ];
        Judgement[] judgements = [.. results.Zip(ofFolds, (r, ofFold) => Judge(dataset, merge, r, ofFold))];
        (int Index, LabelledTrack Track, double[] Probabilities, double PeakSeconds)[] predictions =
        [
            .. results.Zip(judgements).SelectMany(r => r.First.Held.Select((index, i) =>
                (index, dataset.Tracks[index], r.Second.Clips.Probabilities[i], PeakOf(r.First, i, r.Second.Clips.Probabilities[i])))),
        ];
        Predictions windows = Evaluation.Predictions.Together(judgements.Select(j => j.Windows));
        return new FoldScores(
            Evaluation.Predictions.Together(judgements.Select(j => j.Clips)).Score(),
            Evaluation.Predictions.Together(judgements.Select(j => j.ClipsOfKnownGenre)).Score(),
            windows.Score(),
            [.. judgements.Select(j => j.Clips.Score())],
            [.. predictions.GroupBy(p => p.Track.Genre, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new GenreScore(g.Key, ScoreOf(g)))],
            AmbiguityMargin.Choose(windows.Labels, windows.Probabilities),
            temperature,
            ofFolds,
            [.. predictions.OrderBy(p => p.Index).Select(p => Named(dataset, p.Track, p.Probabilities, p.PeakSeconds))]);

        double PeakOf(FoldResult result, int i, double[] clip)
        {
            int top = ClassificationScore.Top(clip);
            double[] ofTop = [.. ClassesOf(merge, result.Windows[i], temperature).Select(w => w[top])];
            return result.Seconds[i][ClassificationScore.Top(ofTop)];
        }
    }

    private static ClassificationScore ScoreOf(IEnumerable<(int Index, LabelledTrack Track, double[] Probabilities, double PeakSeconds)> predictions)
    {
        var some = new Predictions();
        foreach ((_, LabelledTrack track, double[] probabilities, _) in predictions)
        {
            some.Add(track, probabilities);
        }

        return some.Score();
    }

    /// <summary>The accuracy of whole clips so far, as the networks are.</summary>
    internal static double AccuracyOf(LabelledDataset dataset, OutputMerge merge, IEnumerable<FoldResult> results)
        => Evaluation.Predictions.Together(results.Select(r => Judge(dataset, merge, r, 1).Clips)).Score().Accuracy;

    private static TrackPrediction Named(LabelledDataset dataset, LabelledTrack track, double[] probabilities, double peakSeconds) => new(
        track.Id,
        track.Genre,
        Path.GetRelativePath(dataset.Path, track.AudioPath).Replace(Path.DirectorySeparatorChar, '/'),
        dataset.Merge.Classes[track.ClassIndex].Name,
        dataset.Merge.Classes[ClassificationScore.Top(probabilities)].Name,
        track.ClassShares,
        [.. probabilities],
        peakSeconds);

    /// <summary>The temperature at which whole clips fit the shares of the votes best: a probability of 60 % is to mean
    /// that 60 % of the votes say so.</summary>
    private static double ChooseTemperature(LabelledDataset dataset, OutputMerge merge, FoldResult[] results)
        => Evaluation.Temperature.Choose(temperature => results.Sum(result => result.Held
            .Select((index, i) => ClassificationScore.CrossEntropyOf(
                dataset.Tracks[index].ClassShares.AsSpan(),
                ClipJudge.Mean(ClassesOf(merge, result.Windows[i], temperature))))
            .Sum()));

    private static double[][] ClassesOf(OutputMerge merge, double[][] windows, double temperature)
        => [.. windows.Select(w => merge.Merged(Evaluation.Temperature.Applied(w, temperature)))];

    private static Judgement Judge(LabelledDataset dataset, OutputMerge merge, FoldResult result, double temperature)
    {
        var judgement = new Judgement(new Predictions(), new Predictions(), new Predictions());
        for (int i = 0; i < result.Held.Length; i++)
        {
            LabelledTrack track = dataset.Tracks[result.Held[i]];
            double[][] ofWindows = ClassesOf(merge, result.Windows[i], temperature);
            double[] clip = ClipJudge.Mean(ofWindows);
            judgement.Clips.Add(track, clip);
            judgement.ClipsOfKnownGenre.Add(track, Weighted(clip, result.Metadata, track.Genre));
            foreach (double[] window in ofWindows)
            {
                judgement.Windows.Add(track, window);
            }
        }

        return judgement;
    }

    /// <summary>What a clip's probabilities become when the listener says its genre.</summary>
    private static double[] Weighted(double[] probabilities, ModelMetadata metadata, string genre)
    {
        // A genre of which no track is in training changes nothing.
        if (!metadata.GenrePriors.Any(p => p.Genre == genre))
        {
            return probabilities;
        }

        double[] weighted = [.. probabilities.Zip(metadata.GenreWeights(genre), (p, w) => p * w)];
        double sum = weighted.Sum();
        return [.. weighted.Select(w => w / sum)];
    }

    private sealed record Judgement(Predictions Clips, Predictions ClipsOfKnownGenre, Predictions Windows);
}
