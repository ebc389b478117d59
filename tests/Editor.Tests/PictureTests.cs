using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor;
using RealtimeEmotion.Engine.Fades;

namespace RealtimeEmotion.Editor.Tests;

/// <summary>With EDITOR_PICTURES=folder in the environment, pictures to look at are left there.</summary>
public sealed class PictureTests
{
    [Fact]
    public void Pictures_to_look_at()
    {
        string? folder = Environment.GetEnvironmentVariable("EDITOR_PICTURES");
        Assert.SkipWhen(folder == null, "EDITOR_PICTURES names no folder for pictures.");
        Directory.CreateDirectory(folder!);
        foreach ((string name, int width, int height, float scale) in new[] { ("default", 1000, 640, 1f), ("small", 760, 480, 1f), ("large", 1500, 900, 1f), ("default2x", 1000, 640, 2f) })
        {
            var session = new FakeSession();
            session.SetPlain(ParameterId.FadeInCurve, (int)FadeCurve.HSin);
            session.SetPlain(ParameterId.FadeOutCurve, (int)FadeCurve.Sigmoid);
            session.SetPlain(ParameterId.FadeInTime, 2);
            session.SetPlain(ParameterId.FadeOutTime, 4);
            session.SetPlain(ParameterId.Floor, -12);
            using var editor = new EffectEditor(session);
            using var screen = new Screen(editor, width, height, scale);
            screen.Frame();
            screen.Save(Path.Combine(folder!, $"{name}-empty.png"));
            var music = new Music(session.Telemetry, 480000);
            editor.Tick(TimeSpan.FromSeconds(0.03));
            music.Play(75);
            screen.Frame();
            screen.Save(Path.Combine(folder!, $"{name}.png"));
            editor.PointerMove(width * scale * 0.4f, height * scale * 0.65f, EditorModifiers.None);
            screen.Frame();
            screen.Save(Path.Combine(folder!, $"{name}-cursor.png"));
            var field = editor.Parts.InCurve.Bounds;
            editor.PointerDown(field.MidX * scale, field.MidY * scale, PointerButton.Primary, EditorModifiers.None);
            screen.Frame();
            screen.Save(Path.Combine(folder!, $"{name}-menu.png"));
        }
    }
}
