using System.Collections.Immutable;
using System.Globalization;
using RealtimeEmotion.Engine.Loudness;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Surveys;

/// <summary>Finds what spoils learning in what was surveyed.</summary>
public static class DatasetCheck
{
    /// <summary>Shorter tracks are named, in seconds, unless a caller says otherwise: the model's window.</summary>
    public const double UsualShortest = 10;

    // What the usual model listens to.
    private static readonly double HighestFrequency = new TrainingRecipe().FrontEnd.HighestFrequency;

    // A master that touches full scale now and then is common; a tenth of a percent is heard.
    private const double MostClipped = 0.001;

    /// <summary>All problems, track by track.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="surveys">What <see cref="DatasetSurvey.Of"/> gave for its tracks.</param>
    /// <param name="shortestSeconds">Shorter tracks are named.</param>
    public static ImmutableArray<DatasetProblem> Find(LabelledDataset dataset, IReadOnlyList<TrackSurvey> surveys, double shortestSeconds)
    {
        var problems = ImmutableArray.CreateBuilder<DatasetProblem>();
        ImmutableArray<(int First, int Second)> duplicates = DatasetSurvey.Duplicates(surveys);
        for (int i = 0; i < dataset.Tracks.Length; i++)
        {
            TrackSurvey survey = surveys[i];
            LabelledTrack track = dataset.Tracks[i];
            void Add(FormattableString problem) => problems.Add(new DatasetProblem(track.Id, problem.ToString(CultureInfo.InvariantCulture)));
            if (survey.Problem is { } problem)
                Add($"{problem}");
            if (survey.SampleRate == 0)
                continue;
            if (survey.SampleRate < 2 * HighestFrequency)
                Add($"is of {survey.SampleRate} Hz: it cannot hold sound above {survey.SampleRate / 2000.0:0.##} kHz, and the model listens up to {HighestFrequency / 1000:0.##} kHz");
            if (survey.NotFinite > 0)
                Add($"holds {survey.NotFinite} {(survey.NotFinite == 1 ? "sample that is" : "samples that are")} no number or infinite");
            if (survey.Seconds < shortestSeconds)
                Add($"is too short: {survey.Seconds:0.0} s, less than {shortestSeconds:0.#} s");
            if (survey.Loudness <= LoudnessMeter.AbsoluteGate)
                Add($"is silent");
            if (survey.ClippedShare > MostClipped)
                Add($"is clipped: {100 * survey.ClippedShare:0.0} % of its samples stand at full scale");
            foreach ((int first, _) in duplicates.Where(pair => pair.Second == i))
            {
                LabelledTrack other = dataset.Tracks[first];
                string parts = other.Split != track.Split ? $", which is in another part of the split ({other.Split ?? "none"}, this one {track.Split ?? "none"})" : "";
                string labels = other.ClassIndex != track.ClassIndex
                    ? $", which is labelled {dataset.Merge.Classes[other.ClassIndex].Name} and this one {dataset.Merge.Classes[track.ClassIndex].Name}"
                    : "";
                Add($"sounds the same as {other.Id}{parts}{labels}");
            }
        }

        return problems.ToImmutable();
    }
}
