using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor;
using RealtimeEmotion.Effect.Editor.Controls;

namespace RealtimeEmotion.Editor.Tests;

public sealed class KeyboardTests
{
    [Theory]
    [InlineData(EditorModifiers.None)]
    [InlineData(EditorModifiers.Shift)]
    public void Tab_stops_at_every_control_and_comes_round(EditorModifiers modifiers)
    {
        using var rig = new Rig();
        Element[] stops = [.. rig.Editor.Parts.All.Where(element => element.CanFocus)];
        HashSet<Element> seen = [];
        for (int k = 0; k < stops.Length; k++)
        {
            Assert.True(rig.Key(EditorKey.Tab, modifiers));
            seen.Add(Assert.Single(stops, stop => stop.IsFocused));
        }

        Assert.Equal(stops.Length, seen.Count);
        rig.Key(EditorKey.Tab, modifiers);
        Assert.True((modifiers == EditorModifiers.None ? stops[0] : stops[^1]).IsFocused);
        rig.Key(EditorKey.Escape);
        Assert.DoesNotContain(stops, stop => stop.IsFocused);
    }

    [Theory]
    [InlineData(EditorKey.Up, EditorModifiers.None, 0.51)]
    [InlineData(EditorKey.Right, EditorModifiers.None, 0.51)]
    [InlineData(EditorKey.Down, EditorModifiers.None, 0.49)]
    [InlineData(EditorKey.Left, EditorModifiers.Shift, 0.499)]
    [InlineData(EditorKey.PageUp, EditorModifiers.None, 0.6)]
    [InlineData(EditorKey.PageDown, EditorModifiers.None, 0.4)]
    [InlineData(EditorKey.Home, EditorModifiers.None, 0)]
    [InlineData(EditorKey.End, EditorModifiers.None, 1)]
    [InlineData(EditorKey.Delete, EditorModifiers.None, 0)]
    public void Keys_move_the_knob_that_has_the_focus(EditorKey key, EditorModifiers modifiers, double value)
    {
        using var rig = new Rig();
        rig.Session.SetPlain(ParameterId.Intensity, 50);
        rig.Screen.Frame();
        FocusOn(rig, ParameterId.Intensity);
        Assert.True(rig.Key(key, modifiers));
        Assert.Equal(value, rig.Session.GetNormalised(ParameterId.Intensity), 6);
        Assert.Equal(["begin Intensity", $"Intensity {value:0.####}", "end Intensity"], rig.Calls);
    }

    [Fact]
    public void Keys_step_through_a_list_and_open_it()
    {
        using var rig = new Rig();
        FocusOn(rig, ParameterId.Genre);
        rig.Key(EditorKey.Down);
        rig.Key(EditorKey.Down);
        rig.Key(EditorKey.Up);
        Assert.Equal(1, rig.Session.Plain(ParameterId.Genre));
        Assert.False(rig.Editor.IsTyping);
        rig.Key(EditorKey.Enter);
        Assert.True(rig.Editor.IsTyping);
        rig.Key(EditorKey.Escape);
        Assert.False(rig.Editor.IsTyping);
        Assert.Equal(1, rig.Session.Plain(ParameterId.Genre));
    }

    [Fact]
    public void Space_and_return_push_a_button()
    {
        using var rig = new Rig();
        FocusOn(rig, ParameterId.Bypass);
        rig.Type(" ");
        Assert.Equal(1, rig.Session.GetNormalised(ParameterId.Bypass));
        rig.Key(EditorKey.Enter);
        Assert.Equal(0, rig.Session.GetNormalised(ParameterId.Bypass));
    }

    [Fact]
    public void Without_a_use_a_key_is_the_hosts()
    {
        using var rig = new Rig();
        Assert.False(rig.Editor.KeyDown(EditorKey.None, ' ', EditorModifiers.None));
        Assert.False(rig.Key(EditorKey.Left));
        Assert.False(rig.Key(EditorKey.Escape));
        Assert.False(rig.Editor.KeyDown(EditorKey.None, 's', EditorModifiers.Control));
        Assert.False(rig.Editor.KeyDown(EditorKey.None, 'r', EditorModifiers.Control));
        Assert.Empty(rig.Calls);
    }

    [Fact]
    public void While_a_value_is_typed_every_key_is_the_editors()
    {
        using var rig = new Rig();
        FocusOn(rig, ParameterId.Floor);
        rig.Key(EditorKey.Enter);
        Assert.True(rig.Editor.IsTyping);
        Assert.True(rig.Editor.KeyDown(EditorKey.None, ' ', EditorModifiers.None));
        Assert.True(rig.Editor.KeyDown(EditorKey.None, 'r', EditorModifiers.None));
        Assert.Empty(rig.Calls);
    }

    [Fact]
    public void Letters_pause_hold_reset_and_gate()
    {
        using var rig = new Rig();
        rig.Type("p");
        Assert.True(rig.Editor.History.IsPaused);
        rig.Type("p");
        Assert.False(rig.Editor.History.IsPaused);
        rig.Type("G");
        Assert.Equal(["begin Gate", "Gate 0", "end Gate"], rig.Calls);
        rig.Calls.Clear();
        rig.Type("r");
        Assert.Equal(["reset"], rig.Calls);
    }

    private static void FocusOn(Rig rig, ParameterId id)
    {
        Element wanted = rig.Of(id);
        for (int k = 0; k < 60 && !wanted.IsFocused; k++)
            rig.Key(EditorKey.Tab);
        Assert.True(wanted.IsFocused);
    }
}
