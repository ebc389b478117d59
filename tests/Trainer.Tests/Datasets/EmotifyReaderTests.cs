using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Tests.Datasets;

public sealed class EmotifyReaderTests
{
    private static readonly float[] Click = [0.1f, -0.1f, 0.1f];

    [Fact]
    public void The_real_data_have_the_class_counts_that_are_published_for_them()
    {
        LabelledDataset dataset = EmotifyReader.Read(SharedData.Emotify(), ClassMerge.Emotify);
        Assert.Equal(320, dataset.Tracks.Length);
        Assert.Equal([77, 59, 98, 86], dataset.ClassCounts);
        Assert.All(dataset.Tracks, t => Assert.Equal(1, t.CategoryShares.Sum(), 12));
        Assert.All(dataset.Tracks, t => Assert.InRange(t.Listeners, 11, 59));
        Assert.Equal(80, dataset.Tracks.Count(t => t.Genre == "pop"));
    }

    [Fact]
    public void Votes_become_shares_of_all_votes_and_the_first_column_wins_a_tie()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.WriteAudio(folder.Path, 301, Click);

        // amazement 1, calmness 2, sadness 2: calmness stands before sadness in the table.
        SyntheticEmotify.WriteTable(folder.Path, SyntheticEmotify.Row(301, "100010001"), SyntheticEmotify.Row(301, "000010001"), SyntheticEmotify.Row(301, "000000000"));
        LabelledTrack track = Assert.Single(EmotifyReader.Read(folder.Path, ClassMerge.Emotify).Tracks);
        Assert.Equal("pop", track.Genre);
        Assert.Equal(3, track.Listeners);
        Assert.Equal([0.2, 0, 0, 0, 0.4, 0, 0, 0, 0.4], track.CategoryShares);
        Assert.Equal([0.2, 0.4, 0.4, 0], track.ClassShares);
        Assert.Equal(2, track.ClassIndex);
        Assert.EndsWith(Path.Combine("pop", "1.wav"), track.AudioPath, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_missing_or_has_no_table_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no such folder", Refused(folder["nothing"]).Message, StringComparison.Ordinal);
        Assert.Contains("has no data.csv", Refused(folder.Path).Message, StringComparison.Ordinal);
        File.WriteAllText(folder["file"], "x");
        Assert.Contains("is a file, not a folder", Refused(folder["file"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_audio_is_listed_by_name()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.WriteAudio(folder.Path, 1, Click);
        SyntheticEmotify.WriteTable(folder.Path, [.. Enumerable.Range(1, 8).Select(id => SyntheticEmotify.Row(id, "100000000"))]);
        string message = Refused(folder.Path).Message;
        Assert.Contains("lacks the audio of 7 of the 8 tracks", message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("emotifymusic", "classical", "2.mp3"), message, StringComparison.Ordinal);
        Assert.Contains("and 2 more", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_without_rows_or_votes_is_refused()
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.WriteTable(folder.Path);
        Assert.Contains("has no rows", Refused(folder.Path).Message, StringComparison.Ordinal);
        SyntheticEmotify.WriteAudio(folder.Path, 1, Click);
        SyntheticEmotify.WriteTable(folder.Path, SyntheticEmotify.Row(1, "000000000"));
        Assert.Contains("holds no votes", Refused(folder.Path).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,classical,x,0,0,0,0,0,0,0,0,3,0,0,30,1,English", "line 2: 'amazement' is 'x'")]
    [InlineData("1,classical,2,0,0,0,0,0,0,0,0,3,0,0,30,1,English", "line 2: 'amazement' is '2'. A vote is 0 or 1")]
    [InlineData("-4,classical,1,0,0,0,0,0,0,0,0,3,0,0,30,1,English", "Track ids count from 1")]
    [InlineData("1,classical,1,0", "is no comma-separated table")]
    [InlineData("1,classical,1,0,0,0,0,0,0,0,0,3,0,0,30,1,English\n1,rock,1,0,0,0,0,0,0,0,0,3,0,0,30,1,English", "line 3: 'genre' is 'rock'")]
    public void A_bad_line_is_named(string rows, string expected)
    {
        using var folder = new TemporaryFolder();
        SyntheticEmotify.WriteTable(folder.Path, rows);
        Assert.Contains(expected, Refused(folder.Path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["data.csv"], "track id, genre, amazement\n1,rock,1\n");
        Assert.Contains("has no column 'joyful_activation'", Refused(folder.Path).Message, StringComparison.Ordinal);
        File.WriteAllText(folder["data.csv"], string.Empty);
        Assert.Contains("has no column 'track id'", Refused(folder.Path).Message, StringComparison.Ordinal);
    }

    private static InputException Refused(string path) => Assert.Throws<InputException>(() => EmotifyReader.Read(path, ClassMerge.Emotify));
}
