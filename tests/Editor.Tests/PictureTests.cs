using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor;
using RealtimeEmotion.Engine.Fades;
using SkiaSharp;

namespace RealtimeEmotion.Editor.Tests;

/// <summary>Leaves pictures beside the test's program, for people to look at.</summary>
public sealed class PictureTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "pictures");

    [Theory]
    [InlineData("default", 1000, 640, 1)]
    [InlineData("small", 760, 480, 1)]
    [InlineData("large", 1500, 900, 1)]
    [InlineData("default-2x", 1000, 640, 2)]
    public void Pictures_to_look_at(string name, int width, int height, float scale)
    {
        Directory.CreateDirectory(Folder);
        using var rig = new Rig(width, height, scale);
        Save(rig, $"{name}-empty");
        var music = new Music(rig.Session.Telemetry, 480000);
        rig.Screen.Frame();
        Set(rig);
        music.Play(75);
        Save(rig, name);

        SKRect plot = rig.Editor.Parts.Timeline.Plot;
        rig.Move(plot.Left + (plot.Width * 0.4f), plot.MidY);
        Save(rig, $"{name}-cursor");

        SKPoint knob = Rig.CenterOf(rig.Of(ParameterId.Reaction));
        rig.Move(knob.X, knob.Y);
        rig.Screen.Frame(1);
        Save(rig, $"{name}-tooltip");

        rig.Click(rig.Editor.Parts.InCurve);
        Save(rig, $"{name}-curves");
        rig.Key(EditorKey.Escape);

        SKRect value = rig.Editor.Parts.FadeKnobs[4].ValueBox;
        rig.Click(new SKPoint(value.MidX, value.MidY));
        Save(rig, $"{name}-entry");
        rig.Key(EditorKey.Escape);

        rig.Editor.Drop(["/music/song.wav"]);
        rig.Key(EditorKey.Tab);
        Save(rig, $"{name}-notice");

        rig.Session.ModelStatus = new ModelStatus("", null, [], [], [], 0, "emotify.onnx: the file is missing. Install the plugin anew, or drop a model here.");
        rig.Screen.Frame(20);
        Save(rig, $"{name}-no-model");

        rig.Editor.DragEnter();
        Save(rig, $"{name}-drop");
    }

    private static void Set(Rig rig)
    {
        rig.Session.SetPlain(ParameterId.FadeInCurve, (int)FadeCurve.HSin);
        rig.Session.SetPlain(ParameterId.FadeOutCurve, (int)FadeCurve.Sigmoid);
        rig.Session.SetPlain(ParameterId.FadeInTime, 2);
        rig.Session.SetPlain(ParameterId.FadeOutTime, 4);
        rig.Session.SetPlain(ParameterId.Floor, -12);
        rig.Session.SetPlain(ParameterId.TriggerSource, (int)TriggerSource.Emotion);
        rig.Session.SetPlain(ParameterId.TriggerEmotion, 3);
        rig.Session.SetPlain(ParameterId.Intensity, 35);
    }

    private static void Save(Rig rig, string name)
    {
        rig.Screen.Frame();
        string path = Path.Combine(Folder, $"{name}.png");
        rig.Screen.Save(path);
        using SKBitmap picture = SKBitmap.Decode(path);
        Assert.Equal((rig.Screen.Width, rig.Screen.Height), (picture.Width, picture.Height));
    }
}
