using System.Collections.Immutable;
using System.Globalization;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Divides a data set by whole tracks, so that nothing of a validation track is heard in training.</summary>
/// <remarks>Stratified by genre, and by class within a genre: tracks of a genre are ordered by class, at random within
/// one, and dealt out in turn.</remarks>
public static class TrackSplit
{
    /// <summary>Deals the tracks into folds of sizes that differ by one at most, or, where tracks have groups, as much as those are
    /// large: a group is dealt as its first track would be.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="folds">How many folds, 2 … the number of tracks.</param>
    /// <param name="seed">Decides the order of equals: the same seed gives the same folds.</param>
    /// <exception cref="InputException">There are fewer groups than folds.</exception>
    /// <returns>One list of indices into <paramref name="tracks"/> a fold; each index is in exactly one.</returns>
    public static ImmutableArray<ImmutableArray<int>> Folds(IReadOnlyList<LabelledTrack> tracks, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, tracks.Count);
        int[][] groups = TrackGroups.Of(tracks, Order(tracks, seed));
        if (groups.Length < folds)
            throw new InputException("--folds", string.Create(CultureInfo.InvariantCulture, $"is {folds}, and the tracks are in {groups.Length} groups that stay together"), "give fewer folds");
        return [.. Enumerable.Range(0, folds).Select(f => groups.Where((_, position) => position % folds == f).SelectMany(group => group).Order().ToImmutableArray())];
    }

    private static int[] Order(IReadOnlyList<LabelledTrack> tracks, int seed)
    {
        int[] order = [.. Enumerable.Range(0, tracks.Count)];
        new Random(seed).Shuffle(order);
        return [.. order
            .OrderBy(i => tracks[i].Genre, StringComparer.Ordinal)
            .ThenBy(i => tracks[i].ClassIndex)];
    }
}
