using System.Collections.Immutable;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Surveys;

/// <summary>What a data set holds, in numbers.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Tracks">How many tracks.</param>
/// <param name="Listeners">How many people's answers stand behind all labels together.</param>
/// <param name="Hours">Length of all sound.</param>
/// <param name="Categories">Before merging: how many tracks have each category as their most-voted one.</param>
/// <param name="Classes">After merging: how many tracks have each class as their label.</param>
/// <param name="Genres">For each genre, how many tracks of each class.</param>
/// <param name="Agreement">The mean over tracks of the share of votes that the label's class got, 0 … 1.</param>
/// <param name="ShortestSeconds">Length of the shortest track that could be read.</param>
/// <param name="LongestSeconds">Length of the longest.</param>
/// <param name="QuietestLoudness">Integrated loudness of the quietest track that is not silent, in LUFS; null where all are silent.</param>
/// <param name="MedianLoudness">The median one's.</param>
/// <param name="LoudestLoudness">The loudest one's.</param>
/// <param name="SampleRates">How many tracks have each rate, in hertz.</param>
/// <param name="Unreadable">How many cannot be read.</param>
/// <param name="Duplicates">Ids of tracks that sound the same, in pairs.</param>
public sealed record DatasetStatistics(
    string Name,
    int Tracks,
    int Listeners,
    double Hours,
    ImmutableArray<NamedCount> Categories,
    ImmutableArray<NamedCount> Classes,
    ImmutableArray<GenreCounts> Genres,
    double Agreement,
    double ShortestSeconds,
    double LongestSeconds,
    double? QuietestLoudness,
    double? MedianLoudness,
    double? LoudestLoudness,
    ImmutableArray<NamedCount> SampleRates,
    int Unreadable,
    ImmutableArray<ImmutableArray<string>> Duplicates)
{
    /// <summary>Counts.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="surveys">What <see cref="DatasetSurvey.Of"/> gave for its tracks.</param>
    public static DatasetStatistics Of(LabelledDataset dataset, IReadOnlyList<TrackSurvey> surveys)
    {
        ImmutableArray<LabelledTrack> tracks = dataset.Tracks;
        TrackSurvey[] read = [.. surveys.Where(survey => survey.SampleRate > 0)];
        double[] loudness = [.. read.Select(survey => survey.Loudness).Where(double.IsFinite).Order()];
        return new DatasetStatistics(
            dataset.Name,
            tracks.Length,
            tracks.Sum(track => track.Listeners),
            read.Sum(survey => survey.Seconds) / 3600,
            [.. dataset.Categories.Select((category, k) => new NamedCount(category, tracks.Count(track => track.CategoryShares.IndexOf(track.CategoryShares.Max()) == k)))],
            [.. dataset.Merge.Classes.Zip(dataset.ClassCounts, (c, count) => new NamedCount(c.Name, count))],
            [.. tracks.GroupBy(track => track.Genre).OrderBy(genre => genre.Key, StringComparer.Ordinal)
                .Select(genre => new GenreCounts(genre.Key, [.. dataset.Merge.Classes.Select((_, k) => genre.Count(track => track.ClassIndex == k))]))],
            tracks.Average(track => track.ClassShares[track.ClassIndex]),
            read.Length == 0 ? 0 : read.Min(survey => survey.Seconds),
            read.Length == 0 ? 0 : read.Max(survey => survey.Seconds),
            loudness.Length == 0 ? null : loudness[0],
            loudness.Length == 0 ? null : loudness[loudness.Length / 2],
            loudness.Length == 0 ? null : loudness[^1],
            [.. read.GroupBy(survey => survey.SampleRate).OrderBy(group => group.Key).Select(group => new NamedCount($"{group.Key}", group.Count()))],
            surveys.Count - read.Length,
            [.. DatasetSurvey.Duplicates(surveys).Select(pair => ImmutableArray.Create(tracks[pair.First].Id, tracks[pair.Second].Id))]);
    }
}
