using System.Collections.Immutable;
using System.Globalization;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>What looks wrong about a run that went through: each in a sentence, with what to look at.</summary>
internal static class TrainingDoubts
{
    // A loss that ends within this of where it began has learnt nothing.
    private const double LeastFall = 0.02;
    private const int FewestEpochs = 5;

    // Probabilities that vary by less from clip to clip say the same of all music.
    private const double LeastSpread = 0.01;

    // On fewer tracks, being right on all is no wonder.
    private const int FewestTracks = 8;

    /// <summary>Looks.</summary>
    /// <param name="report">What the run came to.</param>
    /// <param name="dataset">Its tracks.</param>
    /// <param name="heard">The same tracks as they were heard; the same content has the same key.</param>
    /// <param name="alike">Which of them sound the same, in pairs.</param>
    /// <param name="plans">Its fits.</param>
    internal static ImmutableArray<string> Of(TrainingReport report, LabelledDataset dataset, IReadOnlyList<HeardTrack> heard, IReadOnlyList<(int First, int Second)> alike, IReadOnlyList<FitPlan> plans)
    {
        var doubts = ImmutableArray.CreateBuilder<string>();
        string[] stuck = [.. report.Curves.Where(IsStuck).Select(c => c.Fit)];
        if (stuck.Length > 0)
        {
            FitHistory first = report.Curves.First(IsStuck);
            doubts.Add(string.Create(CultureInfo.InvariantCulture, $"The loss does not move ({string.Join(", ", stuck)}: {first.Epochs[0].Loss:0.000} in the first epoch, {first.Epochs[^1].Loss:0.000} in the last). Look at the learning rate ({report.Recipe.LearningRate:0.######}), the number of epochs ({report.Recipe.Epochs}), and whether labels belong to their tracks."));
        }

        if (report.Predictions.Length >= 2 && report.Predictions.Select(p => p.Label).Distinct().Count() > 1)
        {
            if (report.Predictions.Select(p => p.Predicted).Distinct().Count() == 1)
            {
                bool isFlat = Enumerable.Range(0, report.Labels.Length).All(c => Spread(report, c) < LeastSpread);
                doubts.Add($"Every validation track is called {report.Predictions[0].Predicted}. Look at the count of each class, and at the features: {(isFlat ? "the probabilities are nearly the same for all music, as for files that are silent or alike" : "the probabilities do differ from track to track, so longer training may do")}.");
            }

            if (report.Predictions.Length >= FewestTracks && report.Predictions.All(p => p.Predicted == p.Label))
            {
                doubts.Add($"It is right on all {report.Predictions.Length} validation tracks. People agree far less on music: look for tracks that are in the data twice, for excerpts of one recording, and for something else than the music that gives the class away, such as level, length or file format.");
            }
        }

        (int Held, int Trained, string Fit)[] shared = [.. Shared(heard, alike, plans)];
        if (shared is [(var held, var trained, var fit), ..])
        {
            int count = shared.Select(s => s.Held).Distinct().Count();
            doubts.Add($"{count} validation {(count == 1 ? "track sounds" : "tracks sound")} the same as a training track, so the scores are too good: track {dataset.Tracks[held].Id} is track {dataset.Tracks[trained].Id} ({fit}). Take one of each out of the data set.");
        }

        if (Narrow(report, dataset, heard) is { } narrow)
        {
            doubts.Add(narrow);
        }

        for (int c = 0; c < report.Labels.Length; c++)
        {
            if (report.LabelCounts[c] == 1)
            {
                doubts.Add($"Only one track is labelled {report.Labels[c]}: whoever is judged on it has never heard one. Its scores mean nothing; add tracks, or merge the class with another.");
            }
            else if (report.LabelCounts[c] == 0)
            {
                doubts.Add($"No track is labelled {report.Labels[c]}: the model knows of it from minorities of votes at most. Look at the votes, and at the class table.");
            }
        }

        return doubts.ToImmutable();
    }

    private static bool IsStuck(FitHistory fit)
        => fit.Epochs.Length >= FewestEpochs && !(fit.Epochs[^1].Loss < (1 - LeastFall) * fit.Epochs[0].Loss);

    private static double Spread(TrainingReport report, int c)
    {
        double mean = report.Predictions.Average(p => p.Probabilities[c]);
        return Math.Sqrt(report.Predictions.Average(p => (p.Probabilities[c] - mean) * (p.Probabilities[c] - mean)));
    }

    /// <summary>Whether files have less treble than the model listens to, because of their sample rate.</summary>
    private static string? Narrow(TrainingReport report, LabelledDataset dataset, IReadOnlyList<HeardTrack> heard)
    {
        double highest = report.Recipe.FrontEnd.HighestFrequency;
        int[] narrow = [.. Enumerable.Range(0, heard.Count).Where(t => heard[t].SampleRate > 0 && heard[t].SampleRate < 2 * highest)];
        if (narrow.Length == 0)
        {
            return null;
        }

        string rates = string.Join(", ", narrow.GroupBy(t => heard[t].SampleRate).OrderBy(rate => rate.Key).Select(rate => $"{rate.Count()} of {rate.Key} Hz"));
        string cannot = string.Create(CultureInfo.InvariantCulture, $"cannot hold sound up to the {highest / 1000:0.##} kHz that the model listens to ({rates})");
        if (narrow.Length == heard.Count)
        {
            return $"All tracks {cannot}: music of higher rates will be new to the model. Use recordings of {2 * highest:0} Hz or more.";
        }

        string classes = string.Join(", ", report.Labels.Select((label, c) => $"{narrow.Count(t => dataset.Tracks[t].ClassIndex == c)} of {report.LabelCounts[c]} {label}"));
        return $"{narrow.Length} of {heard.Count} tracks {cannot}: {classes}. Where classes differ in that, the lack of treble gives them away, and the scores are too good. Use recordings of {2 * highest:0} Hz or more.";
    }

    /// <summary>Validation tracks that sound the same as something that the fit was trained on.</summary>
    private static IEnumerable<(int Held, int Trained, string Fit)> Shared(IReadOnlyList<HeardTrack> heard, IReadOnlyList<(int First, int Second)> alike, IReadOnlyList<FitPlan> plans)
    {
        ILookup<int, int> others = alike
            .SelectMany(pair => new[] { (Of: pair.First, Is: pair.Second), (Of: pair.Second, Is: pair.First) })
            .ToLookup(pair => pair.Of, pair => pair.Is);
        foreach (FitPlan plan in plans)
        {
            HashSet<int> trained = [.. plan.Tracks.Where(t => t < heard.Count)];
            ILookup<string, int> contents = trained.ToLookup(t => heard[t].Key);
            foreach (int held in plan.Held)
            {
                // What is too short or too even to tell by ear is told by its bytes.
                if (contents[heard[held].Key].Concat(others[held].Where(trained.Contains)).ToArray() is [int same, ..])
                {
                    yield return (held, same, plan.Name);
                }
            }
        }
    }
}
