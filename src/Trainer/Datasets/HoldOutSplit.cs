using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>
/// Holds out a share of the tracks as scikit-learn's <c>train_test_split(range(n), test_size=share, random_state=seed)</c>
/// does: the same tracks for the same seed, in each genre by itself.
/// </summary>
public static class HoldOutSplit
{
    /// <summary>What scikit-learn gives for so many items.</summary>
    /// <param name="count">Items, 2 or more.</param>
    /// <param name="share">The share to hold out, above 0 and below 1; rounded up to a whole item.</param>
    /// <param name="seed">The <c>random_state</c>.</param>
    /// <returns>Indices to train on and indices held out, each in scikit-learn's own order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range, or nothing would be left to train on.</exception>
    public static (ImmutableArray<int> Train, ImmutableArray<int> HeldOut) Of(int count, double share, uint seed)
    {
        if (share is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "above 0 and below 1");
        int held = (int)Math.Ceiling(share * count);
        if (count - held < 1)
            throw new ArgumentOutOfRangeException(nameof(count), count, "nothing is left to train on");
        int[] order = new MersenneTwister(seed).Permutation(count);
        return ([.. order[held..]], [.. order[..held]]);
    }

    /// <summary>Holds out tracks of every genre that has two or more. What belongs together is on one side.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="share">The share to hold out, above 0 and below 1.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <param name="groupOf">What keeps tracks together, such as their artist; null, or where it gives null, for the track's own group.</param>
    /// <returns>Whether each track is held out. Without groups it is scikit-learn's split of each genre's tracks, in the
    /// order in which they are given; with groups it is that of each genre's groups.</returns>
    public static ImmutableArray<bool> ByGenre(IReadOnlyList<LabelledTrack> tracks, double share, uint seed, Func<LabelledTrack, string?>? groupOf = null)
    {
        bool[] isHeldOut = new bool[tracks.Count];

        // A group may reach over genres: then it belongs to the one of its first track.
        int[][] groups = TrackGroups.Of(tracks, Enumerable.Range(0, tracks.Count), groupOf);
        foreach (var genre in groups.GroupBy(group => tracks[group[0]].Genre, StringComparer.Ordinal))
            HoldOut([.. genre]);

        // Where each genre has one alone, they are divided among each other.
        if (!isHeldOut.Contains(true))
            HoldOut(groups);
        return [.. isHeldOut];

        void HoldOut(int[][] members)
        {
            // Nothing is held out of what would not be trained on then.
            if (members.Length - Math.Ceiling(share * members.Length) < 1)
                return;
            foreach (int track in Of(members.Length, share, seed).HeldOut.SelectMany(k => members[k]))
                isHeldOut[track] = true;
        }
    }
}
