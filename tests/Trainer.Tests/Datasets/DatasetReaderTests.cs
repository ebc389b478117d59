using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Tests.Datasets;

public sealed class DatasetReaderTests : IDisposable
{
    private static readonly float[] Click = [0.1f, -0.1f, 0.1f];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Emotifys_layout_is_recognised()
    {
        SyntheticEmotify.Write(_folder.Path, 1, 1);
        Assert.Equal("Emotify", Read(_folder.Path).Name);
    }

    [Fact]
    public void A_folder_of_folders_names_classes_and_genres()
    {
        Sound("joy/a.wav");
        Sound("joy/rock/b.wav");
        Sound("Anger/c.wav");
        File.WriteAllText(_folder["joy/notes.txt"], "no sound");
        Directory.CreateDirectory(_folder["empty"]);
        LabelledDataset dataset = Read(_folder.Path);
        Assert.Equal(["Anger/c.wav", "joy/a.wav", "joy/rock/b.wav"], dataset.Tracks.Select(track => track.Id).Order(StringComparer.Ordinal));
        Assert.Equal([2, 0, 0, 1], dataset.ClassCounts);
        Assert.Equal("rock", dataset.Tracks.Single(track => track.Id == "joy/rock/b.wav").Genre);
        Assert.All(dataset.Tracks, track => Assert.Equal(1, track.ClassShares.Sum()));
    }

    [Fact]
    public void Folders_may_be_named_after_categories()
    {
        Sound("nostalgia/a.wav");
        Sound("power/b.wav");
        LabelledDataset dataset = Read(_folder.Path);
        Assert.Equal(9, dataset.Categories.Length);
        Assert.Equal([0, 1, 0, 1], dataset.ClassCounts);
    }

    [Fact]
    public void A_folder_that_is_no_class_is_named_with_the_classes_that_there_are()
    {
        Sound("joy/a.wav");
        Sound("boredom/b.wav");
        string message = Refused(_folder.Path);
        Assert.Contains("label 'boredom'", message, StringComparison.Ordinal);
        Assert.Contains("joy, sadness, neutral, anger", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_classes_come_by_a_table_of_their_own()
    {
        Sound("wake/a.wav");
        Sound("sleep/b.wav");
        Sound("dance/c.wav");
        File.WriteAllText(_folder["classes.json"], """
            { "name": "mine", "classes": [ { "name": "up", "valence": 0.5, "arousal": 1, "categories": ["wake", "dance"] }, { "name": "down", "valence": 0, "arousal": -1, "categories": ["sleep"] } ] }
            """);
        LabelledDataset dataset = DatasetReader.Read(_folder.Path, ClassMerge.Read(_folder["classes.json"]));
        Assert.Equal(["up", "down"], dataset.Merge.Classes.Select(c => c.Name));
        Assert.Equal([2, 1], dataset.ClassCounts);
    }

    [Fact]
    public void A_table_gives_labels_and_what_is_known_beside_them()
    {
        Sound("x/a.wav");
        Sound("x/b c.wav");
        string table = Table("split,File,label,genre,artist,album\ntrain,x/a.wav,joy,rock,\"Band, The\",First\ntest,x/b c.wav,sadness,,,\n");
        LabelledDataset dataset = Read(table);
        LabelledTrack first = dataset.Tracks[0];
        Assert.Equal(("x/a.wav", "rock", "Band, The", "First", "train"), (first.Id, first.Genre, first.Artist, first.Album, first.Split));
        Assert.Null(dataset.Tracks[1].Artist);
        Assert.Equal("any", dataset.Tracks[1].Genre);
        Assert.Equal([1, 1, 0, 0], dataset.ClassCounts);
    }

    [Fact]
    public void A_table_gives_votes_or_shares_for_each_class()
    {
        Sound("a.wav");
        Sound("b.wav");
        LabelledDataset dataset = Read(Table("file,joy,sadness,neutral,anger\na.wav,6,2,1,1\nb.wav,0.1,0.2,0.3,0.4\n"));
        Assert.Equal([0.6, 0.2, 0.1, 0.1], dataset.Tracks[0].ClassShares);
        Assert.Equal(10, dataset.Tracks[0].Listeners);
        Assert.Equal(3, dataset.Tracks[1].ClassIndex);
        Assert.Equal(1, dataset.Tracks[1].Listeners);
    }

    [Fact]
    public void JSON_says_the_same_as_a_table()
    {
        Sound("a.wav");
        Sound("b.wav");
        File.WriteAllText(_folder["t.json"], """
            [ { "file": "a.wav", "shares": { "joy": 3, "sadness": 1, "neutral": 0, "anger": 0 }, "genre": "pop" },
              { "file": "b.wav", "shares": { "joy": 0, "sadness": 0, "neutral": 2, "anger": 2 }, "artist": null } ]
            """);
        LabelledDataset dataset = Read(_folder["t.json"]);
        Assert.Equal([0.75, 0.25, 0, 0], dataset.Tracks[0].ClassShares);
        Assert.Equal("pop", dataset.Tracks[0].Genre);
        Assert.Equal(2, dataset.Tracks[1].ClassIndex);
    }

    [Theory]
    [InlineData("label\njoy\n", "has no column 'file'")]
    [InlineData("file,genre\na.wav,pop\n", "has no column 'label', nor one for each class")]
    [InlineData("file,label\n", "has no rows")]
    [InlineData("file,label\na.wav,joy\nmissing.wav,anger\n", "line 3: 'file' is 'missing.wav'")]
    [InlineData("file,label\na.wav,joy\na.wav,anger\n", "line 3: 'file' is 'a.wav'. It stands further up")]
    [InlineData("file,label\na.wav,\nb.wav,joy\n", "line 2: 'label' is ''")]
    [InlineData("file,label\na.wav,joy\nb.wav,joy\n", "has one class only: all 2 tracks are 'joy'")]
    [InlineData("file,label\na.wav,joy\nb.wav,bliss\n", "label 'bliss' is no class")]
    [InlineData("file,joy,sadness,neutral,anger\na.wav,1,0,0,0\nb.wav,x,0,0,1\n", "line 3: 'joy' is 'x'. A number")]
    [InlineData("file,joy,sadness,neutral,anger\na.wav,1,0,0,0\nb.wav,-1,0,0,1\n", "line 3: 'joy' is '-1'. A number")]
    [InlineData("file,joy,sadness,neutral,anger\na.wav,1,0,0,0\nb.wav,0,0,0,0\n", "line 3: 'b.wav' has no votes")]
    [InlineData("file,joy,sadness,neutral,anger,listeners\na.wav,0.5,0.5,0,0,12\nb.wav,0,0,1,0,many\n", "line 3: 'listeners' is 'many'. A whole number")]
    public void A_wrong_table_is_refused_by_line_and_column(string content, string expected)
    {
        Sound("a.wav");
        Sound("b.wav");
        string message = Refused(Table(content));
        Assert.StartsWith(_folder["t.csv"], message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "is no array")]
    [InlineData("[1]", "entry 1 is no object")]
    [InlineData("[", "is no JSON")]
    public void Wrong_JSON_is_refused(string content, string expected)
    {
        File.WriteAllText(_folder["t.json"], content);
        Assert.Contains(expected, Refused(_folder["t.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_no_layout_is_told_the_layouts()
    {
        Assert.Contains("no such folder or table", Refused(_folder["nothing"]), StringComparison.Ordinal);
        Assert.Contains("has no data.csv, no folder that is named after a class, and no sound file with a tag", Refused(_folder.Path), StringComparison.Ordinal);
        File.WriteAllText(_folder["notes.txt"], "x");
        Assert.Contains("neither a .csv nor a .json", Refused(_folder["notes.txt"]), StringComparison.Ordinal);
        Directory.CreateDirectory(_folder["midis"]);
        File.WriteAllText(_folder["split.csv"], "clip,label,song,split\n");
        Assert.Contains("Render it first: emotion dataset render", Refused(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_table_reads_back_the_same()
    {
        Directory.CreateDirectory(_folder["set"]);
        SyntheticEmotify.Write(_folder["set"], 2, 1);
        LabelledDataset dataset = Read(_folder["set"]);
        dataset = dataset with { Tracks = [.. dataset.Tracks.Select((track, i) => track with { Split = i % 2 == 0 ? "train" : "te,st", Artist = "a \"b\"" })] };
        DatasetTable.Write(_folder["out.csv"], dataset);
        LabelledDataset again = Read(_folder["out.csv"]);
        Assert.Equal(dataset.Tracks.Select(track => (Path.GetFullPath(track.AudioPath), track.Genre, track.Split, track.Artist, track.ClassIndex, track.Listeners)), again.Tracks.Select(track => (Path.GetFullPath(track.AudioPath), track.Genre, track.Split, track.Artist, track.ClassIndex, track.Listeners)));
        Assert.All(dataset.Tracks.Zip(again.Tracks), pair => Assert.All(pair.First.CategoryShares.Zip(pair.Second.CategoryShares), shares => Assert.Equal(shares.First, shares.Second, 12)));
    }

    private static LabelledDataset Read(string path) => DatasetReader.Read(path, ClassMerge.Emotify);

    private static string Refused(string path) => Assert.Throws<InputException>(() => Read(path)).Message;

    private string Table(string content)
    {
        File.WriteAllText(_folder["t.csv"], content);
        return _folder["t.csv"];
    }

    private void Sound(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        WavWriter.WriteAll(_folder[name], Click, 8000);
    }
}
