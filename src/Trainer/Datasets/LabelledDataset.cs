using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Tracks with votes, and what the votes are about. Immutable.</summary>
/// <param name="Name">What to call it in a report.</param>
/// <param name="Path">Where it was read from.</param>
/// <param name="Licence">Under which terms its content may be used, which bind a model trained on it.</param>
/// <param name="Source">Whose it is: a citation.</param>
/// <param name="Categories">The categories that were voted on.</param>
/// <param name="Merge">How the categories become classes.</param>
/// <param name="Tracks">The tracks, in a fixed order.</param>
public sealed record LabelledDataset(
    string Name,
    string Path,
    string Licence,
    string Source,
    ImmutableArray<string> Categories,
    ClassMerge Merge,
    ImmutableArray<LabelledTrack> Tracks)
{
    /// <summary>What the data set has and is not among the tracks; empty where all of it is.</summary>
    public ImmutableArray<LeftOutTracks> LeftOut { get; init; } = [];

    /// <summary>How many tracks have each class as their label.</summary>
    public ImmutableArray<int> ClassCounts => [.. Merge.Classes.Select((_, c) => Tracks.Count(t => t.ClassIndex == c))];
}
