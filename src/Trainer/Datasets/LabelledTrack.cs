using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>A piece of music, and what its listeners said of it.</summary>
/// <param name="Id">Its name within the data set.</param>
/// <param name="Genre">Its genre; splits are stratified by it.</param>
/// <param name="AudioPath">Where its audio lies.</param>
/// <param name="CategoryShares">The share of the votes that each of the data set's categories got; they sum to 1.</param>
/// <param name="ClassShares">The same, merged into the classes.</param>
/// <param name="ClassIndex">The track's one label: the class of its most-voted category (the first wins a tie).</param>
/// <param name="Listeners">How many people voted.</param>
public sealed record LabelledTrack(
    string Id,
    string Genre,
    string AudioPath,
    ImmutableArray<double> CategoryShares,
    ImmutableArray<double> ClassShares,
    int ClassIndex,
    int Listeners)
{
    /// <summary>Whose it is; null where nobody says.</summary>
    public string? Artist { get; init; }

    /// <summary>The release that it is from; null where nobody says.</summary>
    public string? Album { get; init; }

    /// <summary>What keeps tracks on one side of every split: versions of one recording, clips of one song. Null where a track is a
    /// group of its own, as one is whose group has an empty name.</summary>
    public string? Group
    {
        get;
        init => field = value is { Length: > 0 } ? value : null;
    }

    /// <summary>How its sound was made of another track's, which is in its group; null for a recording.</summary>
    public string? Changes { get; init; }

    /// <summary>The part of a split that the data set itself puts it in, such as "train"; null where it makes none.</summary>
    public string? Split { get; init; }
}
