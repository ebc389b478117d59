using System.Diagnostics;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Tests.Datasets;

public sealed class TaggedFolderReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Words_of_mood_genre_and_comment_become_shares_of_classes()
    {
        Tagged("a.wav", mood: "Happy", genre: "Party, Pop");
        Tagged("b/c.wav", mood: "sad", genre: "Rock, dark", artist: "Ann", album: "First");
        Tagged("d.wav", comment: "calm/peaceful", licence: "CC BY 4.0");
        Tagged("nothing.wav", mood: "blue");
        WavWriter.WriteAll(_folder["untagged.wav"], [0.1f], 8000);
        File.WriteAllText(_folder["broken.mp3"], "no sound");
        LabelledDataset dataset = DatasetReader.Read(_folder.Path, ClassMerge.Emotify);
        Assert.Equal(["a.wav", "b/c.wav", "d.wav"], dataset.Tracks.Select(t => t.Id));
        Assert.Equal(["happy", "party", "sad", "calm", "peaceful", "dark"], dataset.Categories);
        Assert.Equal([1, 0, 0, 0], dataset.Tracks[0].ClassShares);
        Assert.Equal([0.5, 0.5, 0, 0, 0, 0], dataset.Tracks[0].CategoryShares);
        Assert.Equal([0, 0.5, 0, 0.5], dataset.Tracks[1].ClassShares);
        Assert.Equal(1, dataset.Tracks[1].ClassIndex);
        Assert.Equal(("Rock", "Ann", "First"), (dataset.Tracks[1].Genre, dataset.Tracks[1].Artist, dataset.Tracks[1].Album));
        Assert.Equal("Pop", dataset.Tracks[0].Genre);
        Assert.Equal("as the files say: CC BY 4.0", dataset.Licence);
        Assert.Equal([1, 1, 1, 0], dataset.ClassCounts);
        Assert.Equal(3, Assert.Single(dataset.LeftOut).Count);
    }

    [Fact]
    public void A_class_table_of_ones_own_decides_what_words_mean()
    {
        Tagged("a.wav", mood: "blue");
        Tagged("b.wav", mood: "red");
        File.WriteAllText(_folder["words.json"], """{ "classes": [ { "name": "cold", "valence": 0, "arousal": -1, "categories": ["blue"] }, { "name": "warm", "valence": 0, "arousal": 1, "categories": ["red"] } ] }""");
        LabelledDataset dataset = DatasetReader.Read(_folder.Path, ClassMerge.Read(_folder["words.json"]));
        Assert.Equal([0, 1], dataset.Tracks.Select(t => t.ClassIndex));
        InputException refused = Assert.Throws<InputException>(() => DatasetReader.Read(_folder.Path, ClassMerge.Emotify));
        Assert.Contains("no sound file with a tag that is a word of 'mood-words'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flac", "MOOD", "LICENSE")]
    [InlineData("ogg", "MOOD", "LICENSE")]
    [InlineData("mp3", "TMOO", "WCOP")]
    [InlineData("mp3", "MOOD", "WCOP")]
    [InlineData("ogg", "DESCRIPTION", "LICENSE")]
    public void Moods_and_licences_are_found_in_the_tags_of_other_programs(string extension, string mood, string licence)
    {
        Assert.SkipUnless(Audio.Decoders.Ffmpeg.IsPresent, "needs ffmpeg, which writes the tags");
        string path = _folder["a." + extension];
        WavWriter.WriteAll(_folder["a.wav"], new float[8000], 8000);
        string[] arguments = ["-v", "error", "-i", _folder["a.wav"], "-metadata", $"{mood}=sad", "-metadata", $"{licence}=https://example.org/by", path];
        using (Process process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!)
        {
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error);
        }

        FileTags tags = FileTags.Read(path);
        Assert.Contains("sad", tags.Words);
        if (extension != "mp3")
        {
            Assert.Equal("https://example.org/by", tags.Licence);
        }
    }

    [Fact]
    public void The_words_that_come_with_the_trainer_are_of_its_classes()
    {
        Assert.Equal(ClassMerge.Emotify.Classes.Select(c => (c.Name, c.Valence, c.Arousal)), ClassMerge.MoodWords.Classes.Select(c => (c.Name, c.Valence, c.Arousal)));
    }

    private void Tagged(string name, string? mood = null, string? genre = null, string? comment = null, string? artist = null, string? album = null, string? licence = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        WavWriter.WriteAll(_folder[name], new float[800], 8000);
        using TagLib.File file = TagLib.File.Create(_folder[name]);
        var id3 = (TagLib.Id3v2.Tag)file.GetTag(TagLib.TagTypes.Id3v2, true);
        if (mood is not null)
            id3.AddFrame(new TagLib.Id3v2.TextInformationFrame("TMOO", TagLib.StringType.UTF8) { Text = [mood] });
        if (licence is not null)
            id3.AddFrame(new TagLib.Id3v2.UrlLinkFrame("WCOP") { Text = [licence] });
        id3.Genres = genre is null ? [] : [genre];
        id3.Comment = comment;
        id3.Performers = artist is null ? [] : [artist];
        id3.Album = album;
        file.Save();
    }
}
