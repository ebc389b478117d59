using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor;
using RealtimeEmotion.Effect.Editor.Controls;
using SkiaSharp;

namespace RealtimeEmotion.Editor.Tests;

/// <summary>An editor on a screen, with a hand at the mouse. Places are points.</summary>
internal sealed class Rig : IDisposable
{
    public Rig(int width = EffectEditor.DefaultWidth, int height = EffectEditor.DefaultHeight, float scale = 1, FakeSession? session = null)
    {
        Session = session ?? new FakeSession();
        Editor = new EffectEditor(Session);
        Screen = new Screen(Editor, width, height, scale);
        Screen.Frame();
    }

    public FakeSession Session { get; }

    public EffectEditor Editor { get; }

    public Screen Screen { get; }

    public List<string> Calls => Session.Calls;

    public void Dispose()
    {
        Screen.Dispose();
        Editor.Dispose();
    }

    public Element Of(ParameterId id) => Editor.Parts.All.First(element => element is ParameterElement control && control.Parameter.Id == id);

    public void Press(float x, float y, EditorModifiers modifiers = EditorModifiers.None, int clicks = 1, PointerButton button = PointerButton.Primary)
        => Editor.PointerDown(x * Screen.Scale, y * Screen.Scale, button, modifiers, clicks);

    public void Move(float x, float y, EditorModifiers modifiers = EditorModifiers.None) => Editor.PointerMove(x * Screen.Scale, y * Screen.Scale, modifiers);

    public void Release(float x, float y) => Editor.PointerUp(x * Screen.Scale, y * Screen.Scale, PointerButton.Primary, EditorModifiers.None);

    public void Click(Element element, EditorModifiers modifiers = EditorModifiers.None, int clicks = 1) => Click(CenterOf(element), modifiers, clicks);

    public void Click(SKPoint place, EditorModifiers modifiers = EditorModifiers.None, int clicks = 1)
    {
        Press(place.X, place.Y, modifiers, clicks);
        Release(place.X, place.Y);
    }

    /// <summary>Drags from a place by so many points, in so many steps.</summary>
    public void Drag(SKPoint from, float x, float y, int steps = 4, EditorModifiers modifiers = EditorModifiers.None)
    {
        Move(from.X, from.Y);
        Press(from.X, from.Y, modifiers);
        for (int k = 1; k <= steps; k++)
            Move(from.X + (x * k / steps), from.Y + (y * k / steps), modifiers);
        Release(from.X + x, from.Y + y);
    }

    public bool Key(EditorKey key, EditorModifiers modifiers = EditorModifiers.None) => Editor.KeyDown(key, '\0', modifiers);

    public void Type(string text)
    {
        foreach (char character in text)
            Editor.KeyDown(EditorKey.None, character, EditorModifiers.None);
    }

    public static SKPoint CenterOf(Element element) => new(element.Bounds.MidX, element.Bounds.MidY);
}
