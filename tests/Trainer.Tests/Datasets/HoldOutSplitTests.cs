using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Tests.Datasets;

public sealed class HoldOutSplitTests
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    [Fact]
    public void Permutations_are_NumPys()
    {
        Permutation[] cases = Read<Permutation>("permutation.json");
        Assert.True(cases.Length >= 3);
        Assert.All(cases, golden => Assert.Equal(golden.Order, new MersenneTwister(golden.RandomState).Permutation(golden.N)));
    }

    [Fact]
    public void Splits_are_scikit_learns()
    {
        Split[] cases = Read<Split>("train_test_split.json");
        Assert.True(cases.Length >= 5);
        foreach (Split golden in cases)
        {
            (ImmutableArray<int> train, ImmutableArray<int> held) = HoldOutSplit.Of(golden.N, golden.TestSize, golden.RandomState);
            Assert.Equal(golden.Train, train);
            Assert.Equal(golden.Test, held);
        }
    }

    [Fact]
    public void Each_genre_is_split_by_itself()
    {
        Split golden = Read<Split>("train_test_split.json").First(split => split is { N: 80, TestSize: 0.2, RandomState: 0 });
        LabelledTrack[] tracks = [.. Enumerable.Range(0, 160).Select(i => Track(i, i % 2 == 0 ? "rock" : "pop"))];
        ImmutableArray<bool> held = HoldOutSplit.ByGenre(tracks, 0.2, 0);
        int[] expected = [.. golden.Test.SelectMany(i => new[] { 2 * i, (2 * i) + 1 }).Order()];
        Assert.Equal(expected, Enumerable.Range(0, 160).Where(i => held[i]));
    }

    [Fact]
    public void What_belongs_together_is_on_one_side()
        => Gen.Select(Gen.Int[0, 12].Array[4, 60], Gen.Int[0, 3].Array[60], Gen.Double[0.1, 0.6], Gen.UInt).Sample((artists, genres, share, seed) =>
        {
            LabelledTrack[] tracks = [.. artists.Select((artist, i) => Track(i, $"genre {genres[i]}") with { Artist = artist == 0 ? null : $"artist {artist}" })];
            ImmutableArray<bool> held = HoldOutSplit.ByGenre(tracks, share, seed, track => track.Artist);
            foreach (var artist in Enumerable.Range(0, tracks.Length).Where(i => tracks[i].Artist != null).GroupBy(i => tracks[i].Artist))
                Assert.Single(artist.Select(i => held[i]).Distinct());
            Assert.Contains(false, held);
        });

    [Fact]
    public void A_genre_with_one_track_is_trained_on_and_genres_of_one_each_are_divided_together()
    {
        ImmutableArray<bool> one = HoldOutSplit.ByGenre([Track(0, "a"), .. Enumerable.Range(1, 10).Select(i => Track(i, "b"))], 0.2, 0);
        Assert.False(one[0]);
        Assert.Equal(2, one.Count(isHeld => isHeld));
        ImmutableArray<bool> each = HoldOutSplit.ByGenre([.. Enumerable.Range(0, 10).Select(i => Track(i, $"{i}"))], 0.2, 0);
        Assert.Equal(2, each.Count(isHeld => isHeld));
    }

    private static LabelledTrack Track(int id, string genre) => new($"{id}", genre, "", [1], [1], 0, 1);

    private static T[] Read<T>(string name) =>
        JsonSerializer.Deserialize<T[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name)), Names)!;

    private sealed record Split(int N, double TestSize, uint RandomState, int[] Train, int[] Test);

    private sealed record Permutation(int N, uint RandomState, [property: System.Text.Json.Serialization.JsonPropertyName("permutation")] int[] Order);
}
