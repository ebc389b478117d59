using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Tests.Datasets;

public sealed class ClassMergeTests
{
    [Fact]
    public void The_shipped_table_has_four_classes_of_nine_categories()
    {
        ClassMerge merge = ClassMerge.Emotify;
        Assert.Equal(["joy", "sadness", "neutral", "anger"], merge.Classes.Select(c => c.Name));
        Assert.Equal(9, merge.Categories.Count());
        Assert.Equal(0, merge.ClassOf("joyful_activation"));
        Assert.Equal(-1, merge.ClassOf("mood"));
    }

    [Fact]
    public void Merging_adds_up_what_belongs_together()
    {
        double[] merged = ClassMerge.Emotify.Merge(["sadness", "amazement", "nostalgia", "tension"], [0.1, 0.2, 0.3, 0.4]);
        Assert.Equal([0.2, 0.4, 0, 0.4], merged.Select(v => Math.Round(v, 12)));
    }

    [Theory]
    [InlineData("""{"classes":[{"name":"a","valence":0,"arousal":0,"categories":["x"]}]}""", "has one class")]
    [InlineData("""[]""", "is not a class table")]
    [InlineData("""{}""", "has 0 classes")]
    [InlineData("""{"classes":[{"name":"a","valence":0,"arousal":0,"categories":["x"]},{"name":"b","valence":0,"arousal":0,"categories":["X"]}]}""", "category 'X' is listed twice")]
    [InlineData("""{"classes":[{"name":"a","valence":0,"arousal":0,"categories":["x"]},{"name":"a","valence":0,"arousal":0,"categories":["y"]}]}""", "class name 'a'")]
    [InlineData("""{"classes":[{"name":"a","valence":0,"arousal":0,"categories":["x"]},{"name":"A","valence":0,"arousal":0,"categories":["y"]}]}""", "class name 'A'")]
    [InlineData("""{"classes":[null,{"name":"a","valence":0,"arousal":0,"categories":["x"]}]}""", "class name ''")]
    [InlineData("""{"classes":[{"name":"a","valence":0,"arousal":0,"categories":[null]},{"name":"b","valence":0,"arousal":0,"categories":["y"]}]}""", "class 'a' has no categories, or one without a name")]
    [InlineData("""{"classes":[{"name":"a","valence":2,"arousal":0,"categories":["x"]},{"name":"b","valence":0,"arousal":0,"categories":["y"]}]}""", "class 'a' lacks a valence")]
    [InlineData("""{"classes":[{"name":"a","valence":0,"arousal":0,"categories":[]},{"name":"b","valence":0,"arousal":0,"categories":["y"]}]}""", "class 'a' has no categories")]
    public void A_wrong_table_is_named_with_what_is_wrong(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["t.json"], json);
        InputException error = Assert.Throws<InputException>(() => ClassMerge.Read(folder["t.json"]));
        Assert.Equal(folder["t.json"], error.Subject);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_table() => Assert.Equal($"{Path.GetTempPath()}: is a folder, not a class table. Name a file in it.", Assert.Throws<InputException>(() => ClassMerge.Read(Path.GetTempPath())).Message);

    [Fact]
    public void A_missing_table_is_named() => Assert.Equal("no/such.json: does not exist. Check the name.", Assert.Throws<InputException>(() => ClassMerge.Read("no/such.json")).Message);
}
