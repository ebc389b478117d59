using RealtimeEmotion.Trainer.Tests;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class DatasetMakingTests(Workshop workshop) : IClassFixture<Workshop>
{
    [Fact]
    public void A_class_is_oversampled_previewed_and_counted()
    {
        Directory.CreateDirectory(workshop["source"]);
        SyntheticEmotify.Write(workshop["source"], 2, 3);
        RunResult made = Emotion.Run("dataset", "augment", workshop["source"], "--class", "Joy", "--count", "3", "--kinds", "noise,room", "-o", workshop["more"]);
        Assert.True(made.ExitCode == 0, made.Error);
        string table = Path.Combine(workshop["more"], "augmented.csv");
        Assert.Contains(table, made.Output, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(workshop["more"], "added-*.wav").Length);
        RunResult again = Emotion.Run("dataset", "augment", workshop["source"], "--class", "Joy", "--count", "3", "-o", workshop["more"]);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
        Assert.Single(again.ErrorLines);

        RunResult shown = Emotion.Run("dataset", "preview", table, "--class", "joy", "--count", "5", "-o", workshop["page.html"]);
        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.Contains("added-0001.wav is made of", shown.Output, StringComparison.Ordinal);
        string page = File.ReadAllText(workshop["page.html"]);
        Assert.Equal(5, page.Split("<audio ").Length - 1);
        Assert.Contains("made of", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("sadness: ", page, StringComparison.Ordinal);
        Assert.Contains("11 tracks", Emotion.Run("dataset", "stats", table).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--class rage --count 1", "there is no class 'rage'")]
    [InlineData("--class joy --count 0", "--count")]
    [InlineData("--class joy --count 1 --kinds echo", "there is no 'echo'")]
    public void What_is_wrong_with_a_wish_is_said(string wish, string expected)
    {
        Directory.CreateDirectory(workshop["wishes"]);
        SyntheticEmotify.Write(workshop["wishes"], 1, 1);
        RunResult result = Emotion.Run(["dataset", "augment", workshop["wishes"], "-o", workshop["wished"], .. wish.Split(' ')]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_tags_are_shown_and_written_as_a_table_that_is_not_written_over()
    {
        Directory.CreateDirectory(workshop["tagged"]);
        File.Copy(workshop.Song, Path.Combine(workshop["tagged"], "a.wav"), overwrite: true);
        using (TagLib.File file = TagLib.File.Create(Path.Combine(workshop["tagged"], "a.wav")))
        {
            file.GetTag(TagLib.TagTypes.Id3v2, true).Genres = ["Happy; Wobbly"];
            file.Save();
        }

        RunResult result = Emotion.Run("dataset", "tags", workshop["tagged"], "-o", workshop["words.json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("Wobbly", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 files have a word", result.Output, StringComparison.Ordinal);
        Assert.Contains("Wobbly", File.ReadAllText(workshop["words.json"]), StringComparison.Ordinal);
        RunResult again = Emotion.Run("dataset", "tags", workshop["tagged"], "--classes", workshop["words.json"], "-o", workshop["words.json"]);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
        Assert.Equal(2, Emotion.Run("dataset", "tags", workshop["nowhere"]).ExitCode);
    }
}
