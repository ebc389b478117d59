using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor;
using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Windows;
using RealtimeEmotion.Effect.Editor.Windows.X11;

namespace RealtimeEmotion.Editor.Tests;

public sealed class ModelTests
{
    [Fact]
    public void A_dropped_model_is_loaded_and_named()
    {
        using var rig = new Rig();
        rig.Editor.DragEnter();
        Assert.Contains("Drop to load the model", Texts(rig));
        Assert.True(rig.Editor.Drop(["/music/notes.txt", "/music/Mine.ONNX"]));
        Assert.Equal(["load /music/Mine.ONNX"], rig.Calls);
        List<string> texts = Texts(rig);
        Assert.Contains("Mine listens now.", texts);
        Assert.Contains("Mine", texts);
        Assert.DoesNotContain("Drop to load the model", texts);
    }

    [Fact]
    public void What_is_no_model_is_told()
    {
        using var rig = new Rig();
        Assert.False(rig.Editor.Drop(["/music/song.wav"]));
        Assert.Empty(rig.Calls);
        Assert.Contains(Texts(rig), text => text.StartsWith("song.wav is no model", StringComparison.Ordinal));
        rig.Session.LoadProblem = "broken.onnx: it has no labels. Train it anew.";
        Assert.False(rig.Editor.Drop(["/music/broken.onnx"]));
        Assert.Contains("broken.onnx: it has no labels. Train it anew.", Texts(rig));
        Assert.Equal("emotify-cnn 3", rig.Session.ModelStatus.Name);
    }

    [Fact]
    public void The_message_goes_after_a_while()
    {
        using var rig = new Rig();
        rig.Editor.Drop(["/music/song.wav"]);
        rig.Screen.Frame();
        rig.Screen.Frame(11);
        Assert.Contains(Texts(rig), text => text.StartsWith("song.wav", StringComparison.Ordinal));
        rig.Screen.Frame(2);
        Assert.DoesNotContain(Texts(rig), text => text.StartsWith("song.wav", StringComparison.Ordinal));
    }

    [Fact]
    public void A_broken_model_is_shown_with_its_reason()
    {
        var session = new FakeSession { ModelStatus = new ModelStatus("", null, [], [], [], 0, "emotify.onnx is missing. Install the plugin anew.") };
        using var rig = new Rig(session: session);
        List<string> texts = Texts(rig);
        Assert.Contains("No model", texts);
        Assert.Contains("Model not loaded", texts);
        Assert.Contains("emotify.onnx is missing. Install the plugin anew.", texts);
    }

    [Fact]
    public void The_menu_of_models_loads_what_is_chosen()
    {
        var session = new FakeSession();
        session.Models.AddRange(["/models/a.onnx", "/models/b.onnx"]);
        using var rig = new Rig(session: session);
        rig.Click(rig.Editor.Parts.ModelName);
        Assert.Superset(new HashSet<string> { "a", "b", "Off" }, Texts(rig).ToHashSet());
        rig.Key(EditorKey.Down);
        rig.Key(EditorKey.Down);
        rig.Key(EditorKey.Enter);
        Assert.Equal(["load /models/b.onnx"], rig.Calls);
        rig.Calls.Clear();
        rig.Click(rig.Editor.Parts.ModelName);
        rig.Key(EditorKey.End);
        rig.Key(EditorKey.Enter);
        Assert.Equal(["begin Model", "Model 1", "end Model"], rig.Calls);
    }

    [Fact]
    public void Models_of_other_labels_are_drawn_too()
    {
        string[] labels = ["calm", "tense", "bright", "dark", "warm", "cold"];
        var session = new FakeSession { ModelStatus = new ModelStatus("six", null, labels, [0.5f, -0.5f, 0.9f, -0.9f, 0.2f, -0.2f], [-0.9f, 0.9f, 0.3f, -0.3f, 0, 0.1f], 2, null) };
        using var rig = new Rig(session: session);
        new Music(session.Telemetry).Play(10);
        rig.Screen.Frame();
        rig.Editor.Invalidate();
        Assert.Superset(new HashSet<string> { "Calm", "Tense", "Bright", "Dark", "Warm", "Cold" }, Texts(rig).ToHashSet());
    }

    [Fact]
    public void The_trigger_offers_what_the_model_tells_by_the_models_names()
    {
        var session = new FakeSession { ModelStatus = new ModelStatus("three", null, ["fear", "anger", "wonder"], [-0.5f, -0.5f, 0.9f], [0.9f, 0.9f, 0.3f], 2, null) };
        session.SetPlain(ParameterId.TriggerSource, (int)TriggerSource.Emotion);
        session.SetPlain(ParameterId.TriggerEmotion, 6);
        using var rig = new Rig(session: session);
        var field = (TriggerEmotionChoice)rig.Of(ParameterId.TriggerEmotion);
        Assert.StartsWith("Trigger emotion: Wonder\n", field.TooltipAt(0, 0), StringComparison.Ordinal);
        rig.Click(field);
        Assert.Superset(new HashSet<string> { "Fear", "Anger", "Wonder" }, Texts(rig).ToHashSet());

        // Anger is what it is to every model; fear is the first of this one's classes.
        rig.Key(EditorKey.Up);
        rig.Key(EditorKey.Enter);
        Assert.Equal(3, session.Plain(ParameterId.TriggerEmotion));
        rig.Editor.Parts.All.Single(element => element == field).KeyDown(EditorKey.Home, '\0', EditorModifiers.None);
        Assert.Equal(4, session.Plain(ParameterId.TriggerEmotion));
        field.KeyDown(EditorKey.Down, '\0', EditorModifiers.None);
        Assert.Equal(3, session.Plain(ParameterId.TriggerEmotion));
        field.KeyDown(EditorKey.End, '\0', EditorModifiers.None);
        Assert.Equal(6, session.Plain(ParameterId.TriggerEmotion));

        // What this model does not tell has the name that it has elsewhere.
        session.SetPlain(ParameterId.TriggerEmotion, 1);
        rig.Screen.Frame();
        Assert.StartsWith("Trigger emotion: Sadness\n", field.TooltipAt(0, 0), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///home/a/My%20model.onnx\r\n", "/home/a/My model.onnx")]
    [InlineData("file://localhost/a.onnx", "/a.onnx")]
    [InlineData("file:/a.onnx", "/a.onnx")]
    [InlineData("/plain/path.onnx\n", "/plain/path.onnx")]
    [InlineData("# a comment\r\nfile:///%C3%BC.onnx\r\n", "/ü.onnx")]
    public void Addresses_of_file_managers_are_read(string text, string path) => Assert.Equal([path], UriList.Paths(text));

    [Fact]
    public void Other_addresses_are_left_out() => Assert.Equal(["/b", "/c"], UriList.Paths("https://example.org/a.onnx\nfile:///b\n\nfile://\nfile:c\nfile:///c\0"));

    [Theory]
    [InlineData("Xft.dpi:\t192\n", 2)]
    [InlineData("Xft.antialias:\t1\nXft.dpi: 144\nXcursor.size: 24", 1.5)]
    [InlineData("Xft.dpi:\t96", 1)]
    [InlineData("Xft.dpi:\t72", 1)]
    [InlineData("Xft.dpi:\t99999", 1)]
    [InlineData("Xft.dpi:\tmany", 1)]
    [InlineData("", 1)]
    public void The_desktops_scale_is_read(string resources, float scale) => Assert.Equal(scale, X11Resources.Scale(resources));

    private static List<string> Texts(Rig rig)
    {
        List<string> texts = [];
        rig.Editor.TextDrawn = (text, _) => texts.Add(text);
        rig.Editor.Tick(TimeSpan.FromMilliseconds(1));
        rig.Editor.Invalidate();
        rig.Screen.Draw();
        rig.Editor.TextDrawn = null;
        return texts;
    }
}
