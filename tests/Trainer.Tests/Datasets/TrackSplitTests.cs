using System.Collections.Immutable;
using CsCheck;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Tests.Datasets;

public sealed class TrackSplitTests
{
    private static readonly Gen<LabelledTrack[]> Tracks = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3]).Array[5, 120].Select(kinds => kinds.Select((k, i) => Track(i, k.Item1, k.Item2)).ToArray());

    [Fact]
    public void Every_track_is_in_exactly_one_fold_and_folds_are_of_one_size()
        => Gen.Select(Tracks, Gen.Int[2, 5], Gen.Int).Sample((tracks, folds, seed) =>
        {
            ImmutableArray<ImmutableArray<int>> split = TrackSplit.Folds(tracks, folds, seed);
            Assert.Equal(Enumerable.Range(0, tracks.Length), split.SelectMany(f => f).Order());
            Assert.True(split.Max(f => f.Length) - split.Min(f => f.Length) <= 1);
        });

    [Fact]
    public void Genres_and_classes_within_them_are_spread_evenly()
        => Gen.Select(Tracks, Gen.Int[2, 5], Gen.Int).Sample((tracks, folds, seed) =>
        {
            ImmutableArray<ImmutableArray<int>> split = TrackSplit.Folds(tracks, folds, seed);
            foreach (var group in tracks.GroupBy(t => t.Genre))
            {
                AssertEven(split.Select(f => f.Count(i => tracks[i].Genre == group.Key)));
            }

            foreach (var group in tracks.GroupBy(t => (t.Genre, t.ClassIndex)))
            {
                AssertEven(split.Select(f => f.Count(i => (tracks[i].Genre, tracks[i].ClassIndex) == group.Key)));
            }
        });

    [Fact]
    public void A_seed_decides_the_folds()
    {
        LabelledTrack[] tracks = [.. Enumerable.Range(0, 60).Select(i => Track(i, i % 3, i % 4))];
        string Text(int seed) => string.Join(';', TrackSplit.Folds(tracks, 5, seed).Select(f => string.Join(',', f)));
        Assert.Equal(Text(3), Text(3));
        Assert.NotEqual(Text(3), Text(4));
    }

    [Fact]
    public void Folds_and_held_out_parts_agree_on_what_a_group_is()
    {
        LabelledTrack[] tracks = [.. Enumerable.Range(0, 12).Select(i => Track(i, 0, 0) with { Group = (i % 4) switch { 0 => "Ann", 1 => "ANN", 2 => "", _ => null } })];
        ImmutableArray<int> withAnn = TrackSplit.Folds(tracks, 3, 1).Single(f => f.Contains(0));
        ImmutableArray<bool> isHeldOut = HoldOutSplit.ByGenre(tracks, 0.3, 1);
        Assert.All(Enumerable.Range(0, 12).Where(i => i % 4 < 2), i => Assert.Contains(i, withAnn));
        Assert.Single(Enumerable.Range(0, 12).Where(i => i % 4 < 2).Select(i => isHeldOut[i]).Distinct());
        Assert.Equal(7, TrackGroups.Of(tracks, Enumerable.Range(0, 12)).Length);
    }

    [Fact]
    public void More_folds_than_tracks_are_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => TrackSplit.Folds([Track(0, 0, 0), Track(1, 0, 0)], 3, 0));

    private static void AssertEven(IEnumerable<int> counts)
    {
        int[] all = [.. counts];
        Assert.True(all.Max() - all.Min() <= 1);
    }

    private static LabelledTrack Track(int id, int genre, int label) => new($"{id}", $"genre {genre}", string.Empty, [1], [1], label, 1);
}
