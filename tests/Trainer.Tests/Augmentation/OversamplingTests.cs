using System.Collections.Immutable;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Augmentation;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Tests.Augmentation;

public sealed class OversamplingTests : IDisposable
{
    private static readonly ImmutableArray<SoundChange> Changes = [SoundChange.Noise, SoundChange.Gain, SoundChange.Equaliser, SoundChange.Shift];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Made_tracks_can_be_read_again_and_stay_with_the_track_that_they_were_made_of()
    {
        LabelledDataset source = Source();
        LabelledDataset more = Add(source, "more", 20);
        DatasetTable.Write(_folder["more/all.csv"], more);
        LabelledDataset read = DatasetReader.Read(_folder["more/all.csv"], ClassMerge.Emotify);
        Assert.Equal(16 + 20, read.Tracks.Length);
        Assert.Equal([source.ClassCounts[0], source.ClassCounts[1] + 20, 0, 0], read.ClassCounts);
        LabelledTrack[] made = [.. read.Tracks.Where(t => t.Changes is not null)];
        Assert.Equal(20, made.Length);

        // Eight tracks of sadness: each two or three times.
        Assert.All(made.CountBy(t => t.Group!), group => Assert.InRange(group.Value, 2, 3));
        foreach (int folds in (int[])[2, 3, 5])
        {
            ImmutableArray<ImmutableArray<int>> dealt = TrackSplit.Folds(read.Tracks, folds, 1);
            Assert.Equal(Enumerable.Range(0, 36), dealt.SelectMany(f => f).Order());
            AssertTogether(read, i => dealt.IndexOf(dealt.Single(f => f.Contains(i))));
        }

        ImmutableArray<bool> held = HoldOutSplit.ByGenre(read.Tracks, 0.3, 3);
        AssertTogether(read, i => held[i]);
        Assert.Contains(true, held);
    }

    [Fact]
    public void A_seed_makes_the_same_sound_whatever_the_number_of_threads()
    {
        LabelledDataset source = Source();
        LabelledDataset one = Add(source, "one", 5, threads: 1);
        LabelledDataset two = Add(source, "two", 5, threads: 3);
        Assert.Equal(one.Tracks.Select(t => (t.Id, t.Changes, t.Group)), two.Tracks.Select(t => (t.Id, t.Changes, t.Group)));
        Assert.All(one.Tracks.Zip(two.Tracks).Where(p => p.First.Changes is not null), p => Assert.Equal(File.ReadAllBytes(p.First.AudioPath), File.ReadAllBytes(p.Second.AudioPath)));
        LabelledDataset other = Add(source, "other", 5, seed: 8);
        Assert.NotEqual(one.Tracks.Select(t => t.Changes), other.Tracks.Select(t => t.Changes));
    }

    [Fact]
    public void Only_the_part_that_is_trained_on_is_varied()
    {
        LabelledDataset source = Source();
        source = source with { Tracks = [.. source.Tracks.Select((t, i) => t with { Split = i < 4 ? "test" : "train" })] };
        LabelledDataset more = Add(source, "more", 12);
        Assert.All(more.Tracks.Where(t => t.Changes is not null), t => Assert.Equal("train", t.Split));
        Assert.All(more.Tracks.Take(4), t => Assert.Null(t.Group));
    }

    [Fact]
    public void What_cannot_be_made_is_refused_and_nothing_is_written_over()
    {
        LabelledDataset source = Source();
        Assert.Contains("there is no class 'rage'", Refused(() => Oversampling.Add(source, "rage", 1, Changes, 0, _folder.Path, 1)), StringComparison.Ordinal);
        Assert.Contains("has no track of class 'anger'", Refused(() => Oversampling.Add(source, "anger", 1, Changes, 0, _folder.Path, 1)), StringComparison.Ordinal);
        File.WriteAllText(_folder["added-0002.wav"], "mine");
        Assert.Contains("is there already", Refused(() => Oversampling.Add(source, "joy", 3, Changes, 0, _folder.Path, 1)), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder["added-0002.wav"]));
        Assert.False(File.Exists(_folder["added-0001.wav"]));
    }

    [Fact]
    public void More_folds_than_groups_are_refused()
    {
        LabelledDataset source = Source();
        LabelledTrack[] tracks = [.. source.Tracks.Select((t, i) => t with { Group = i % 2 == 0 ? "a" : "b" })];
        Assert.Contains("2 groups that stay together", Refused(() => TrackSplit.Folds(tracks, 3, 0)), StringComparison.Ordinal);
    }

    private static void AssertTogether<T>(LabelledDataset dataset, Func<int, T> side)
    {
        foreach (IGrouping<string?, int> group in Enumerable.Range(0, dataset.Tracks.Length).Where(i => dataset.Tracks[i].Group is not null).GroupBy(i => dataset.Tracks[i].Group))
        {
            Assert.Single(group.Select(side).Distinct());
        }
    }

    private static string Refused(Action action) => Assert.Throws<InputException>(action).Message;

    private LabelledDataset Add(LabelledDataset source, string name, int count, int seed = 7, int threads = 2)
    {
        Directory.CreateDirectory(_folder[name]);
        return Oversampling.Add(source, "sadness", count, Changes, seed, _folder[name], threads);
    }

    private LabelledDataset Source()
    {
        SyntheticEmotify.Write(_folder.Path, 4, 1);
        return DatasetReader.Read(_folder.Path, ClassMerge.Emotify);
    }
}
