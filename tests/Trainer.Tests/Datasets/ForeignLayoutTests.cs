using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Tests.Datasets;

/// <summary>Layouts of published data sets, as they are unpacked.</summary>
public sealed class ForeignLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("annotations/annotations averaged per song/song_level", "", "")]
    [InlineData("annotations_averaged_per_song/song_level", "", "")]
    [InlineData("DEAM_Annotations/annotations/annotations averaged per song/song_level", "DEAM_audio/", "metadata/")]
    public void DEAM_songs_are_labelled_by_their_quadrant_and_the_middle_counts_as_high(string annotations, string audio, string metadata)
    {
        Text($"{annotations}/static_annotations_averaged_songs_1_2000.csv", "song_id, valence_mean, valence_std, arousal_mean, arousal_std\n2, 3.1, 0.9, 3.0, 0.6\n3, 7.5, 1.1, 6.9, 0.5\n4, 5.0, 1, 4.9, 1\n");
        Text($"{annotations}/static_annotations_averaged_songs_2000_2058.csv", "song_id, valence_mean, valence_std, valence_ max_mean, arousal_mean, arousal_std\n2001, 2, 1, 5, 8, 1\n2002, 2, 1, 5, 8, 1\n");
        foreach (int id in (int[])[2, 3, 4, 2001])
            Sound($"{audio}MEMD_audio/{id}.mp3");
        LabelledDataset dataset = Read();
        Assert.Equal("DEAM", dataset.Name);
        Assert.Equal(["2", "3", "4", "2001"], dataset.Tracks.Select(t => t.Id));
        Assert.Equal(["sadness", "joy", "neutral", "anger"], dataset.Tracks.Select(t => dataset.Merge.Classes[t.ClassIndex].Name));
        Assert.Contains("Creative Commons", dataset.Licence, StringComparison.Ordinal);
        Assert.Equal([new LeftOutTracks(1, "without audio here")], dataset.LeftOut);

        // Where songs come from, as the published tables have it: padded by tabs, the later ones with words beyond the header.
        Assert.All(dataset.Tracks, t => Assert.Equal((null, null, null, FolderReader.NoGenre), (t.Artist, t.Album, t.Split, t.Genre)));
        Text($"{metadata}metadata/metadata_2013.csv", "song_id,file_name,Artist,Song title,start of the segment (min.sec),end of the segment (min.sec),Genre\n2,2.mp3,\"\tAnn\t\",\"\tOne, two\t\",0.1,0.55,\"\tBlues\t\"\n3,3.mp3,Bob,Three,0.1,0.55,Rock\n");
        Text($"{metadata}metadata/metadata_2015.csv", "id,Filename,title,artist,album,genre\n2001,x.mp3,Four,Eve,n/a,Folk,psychfolk,singer\n");
        dataset = Read();
        Assert.Equal(
            [("Ann", null, "train", "Blues"), ("Bob", null, "train", "Rock"), (null, null, null, FolderReader.NoGenre), ("Eve", null, "test", "Folk")],
            dataset.Tracks.Select(t => (t.Artist, t.Album, t.Split, t.Genre)));
        Text($"{metadata}metadata/metadata_2015.csv", "number,artist\n1,Eve\n");
        Assert.Contains("metadata_2015.csv: has no column 'id'", Refused(), StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder.Path, $"{metadata}metadata", "metadata_2015.csv"));

        Text($"{annotations}/static_annotations_averaged_songs_1_2000.csv", "song_id, valence_mean, arousal_mean\n2, 5, 3.0\n3, 2, 8\n2, 4, 3.0\n");
        Assert.Contains("has 2 annotations of 2.mp3. A song has one row", Refused(), StringComparison.Ordinal);
        Text($"{annotations}/static_annotations_averaged_songs_1_2000.csv", "song_id, valence_mean, arousal_mean\n2, 0.4, 3.0\n");
        Assert.Contains("line 2: '0.4' is no value of the scale. A number from 1 to 9", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_may_not_be_read_is_named()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("here everything may be read");
            return;
        }

        UnixFileMode before = File.GetUnixFileMode(_folder.Path);
        File.SetUnixFileMode(_folder.Path, UnixFileMode.None);
        try
        {
            Assert.Contains("may not be read by you", Refused(), StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, before);
        }
    }

    [Fact]
    public void PMEmo_choruses_are_labelled_by_their_quadrant_with_artist_and_album()
    {
        Text("annotations/static_annotations.csv", "musicId,Arousal(mean),Valence(mean)\n1,0.4,0.575\n4,0.2625,0.2875\n5,0.5,0.5\n6,0.9,0.1\n");
        Text("metadata.csv", "musicId,fileName,title,artist,album,duration\n1,1.mp3,Good,Ann,First,30\n4,4.mp3,\"All, of it\",Bob,,30\n");
        foreach (int id in (int[])[1, 4, 5, 6])
            Sound($"chorus/{id}.mp3");
        LabelledDataset dataset = Read();
        Assert.Equal(["neutral", "sadness", "joy", "anger"], dataset.Tracks.Select(t => dataset.Merge.Classes[t.ClassIndex].Name));
        Assert.Equal([("Ann", "First"), ("Bob", null), (null, null), (null, null)], dataset.Tracks.Select(t => (t.Artist, t.Album)));
        Text("annotations/static_annotations.csv", "musicId,Arousal,Valence(mean)\n1,0.4,0.5\n");
        Assert.Contains("has no column 'Arousal(mean)'", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void MTG_Jamendos_mood_tags_speak_for_classes_and_its_own_split_is_kept()
    {
        const string Header = "TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS\n";
        Text("data/autotagging_moodtheme.tsv", Header
            + "track_1\tartist_1\talbum_1\t01/1.mp3\t200.0\tmood/theme---happy\tmood/theme---film\n"
            + "track_2\tartist_1\talbum_2\t02/2.mp3\t200.0\tmood/theme---sad\tmood/theme---dark\tmood/theme---melancholic\n"
            + "track_3\tartist_2\talbum_3\t03/3.mp3\t200.0\tmood/theme---film\n"
            + "track_4\tartist_2\talbum_3\t04/4.mp3\t200.0\tmood/theme---calm\n");
        Text("data/splits/split-0/autotagging_moodtheme-train.tsv", Header + "track_1\tartist_1\talbum_1\t01/1.mp3\t200.0\tmood/theme---happy\n");
        Text("data/splits/split-0/autotagging_moodtheme-validation.tsv", Header + "track_1\tartist_1\talbum_1\t01/1.mp3\t200.0\tmood/theme---happy\n");
        Text("data/splits/split-0/autotagging_moodtheme-test.tsv", Header + "track_2\tartist_1\talbum_2\t02/2.mp3\t200.0\tmood/theme---sad\n");
        Sound("audio/01/1.mp3");
        Sound("audio/02/2.low.mp3");
        Sound("audio/03/3.mp3");
        LabelledDataset dataset = Read();
        Assert.Equal(["track_1", "track_2"], dataset.Tracks.Select(t => t.Id));
        Assert.Equal(["joy", "sadness"], dataset.Tracks.Select(t => dataset.Merge.Classes[t.ClassIndex].Name));
        Assert.Equal([2.0 / 3, 1.0 / 3], new[] { 1, 3 }.Select(c => Math.Round(dataset.Tracks[1].ClassShares[c], 9)), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([("artist_1", "album_1", "train"), ("artist_1", "album_2", "test")], dataset.Tracks.Select(t => (t.Artist, t.Album, t.Split)));
        Assert.Equal([new LeftOutTracks(1, "without a tag that is a word of 'mood-words'"), new LeftOutTracks(1, "without audio here")], dataset.LeftOut);

        // The splits alone have the same rows.
        File.Delete(_folder["data/autotagging_moodtheme.tsv"]);
        LabelledDataset ofSplits = Read();
        Assert.Equal(["track_1", "track_2"], ofSplits.Tracks.Select(t => t.Id));
        Assert.Equal(["train", "test"], ofSplits.Tracks.Select(t => t.Split));
        Assert.Empty(ofSplits.LeftOut);
        Text("data/autotagging_moodtheme.tsv", "TRACK_ID,PATH\n");
        Assert.Contains("has another header", Refused(), StringComparison.Ordinal);
        Text("data/autotagging_moodtheme.tsv", Header + "track_1\tartist_1\n");
        Assert.Contains("line 2 has 2 columns", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Annotations_without_any_audio_say_where_it_belongs()
    {
        Text("annotations/static_annotations.csv", "musicId,Arousal(mean),Valence(mean)\n1,0.4,0.575\n4,0.2625,0.2875\n");
        Assert.Contains($"has 2 annotations and the audio of none. Put it there: {Path.Combine("chorus", "1.mp3")}", Refused(), StringComparison.Ordinal);
    }

    private LabelledDataset Read() => DatasetReader.Read(_folder.Path, ClassMerge.Emotify);

    private string Refused() => Assert.Throws<InputException>(() => Read()).Message;

    private void Text(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], content);
    }

    private void Sound(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        WavWriter.WriteAll(_folder[name], [0.1f, 0.2f], 8000);
    }
}
