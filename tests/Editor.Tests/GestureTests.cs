using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor;
using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Panels;
using RealtimeEmotion.Engine.Fades;
using SkiaSharp;

namespace RealtimeEmotion.Editor.Tests;

public sealed class GestureTests
{
    public static TheoryData<ParameterId> Knobs =>
    [
        ParameterId.Position, ParameterId.FadeInTime, ParameterId.FadeOutTime, ParameterId.Shape, ParameterId.Floor, ParameterId.TriggerThreshold,
        ParameterId.TriggerHysteresis, ParameterId.TriggerHold, ParameterId.Reaction, ParameterId.Intensity, ParameterId.IntensityRange,
    ];

    public static TheoryData<ParameterId> Lists =>
    [
        ParameterId.FadeInCurve, ParameterId.FadeOutCurve, ParameterId.FadeInBeats, ParameterId.FadeOutBeats, ParameterId.TriggerSource,
        ParameterId.TriggerEmotion, ParameterId.TriggerAction, ParameterId.Genre, ParameterId.Model, ParameterId.Program,
    ];

    [Theory]
    [MemberData(nameof(Knobs))]
    public void Dragging_a_knob_is_one_gesture(ParameterId id)
    {
        using var rig = new Rig();
        rig.Session.SetPlain(id, EffectParameters.Of(id).ToPlain(0.5));
        rig.Screen.Frame();
        rig.Drag(Rig.CenterOf(rig.Of(id)), 0, -36, steps: 5);
        AssertOneGesture(rig, id, moves: 5);

        // 180 points are the whole range.
        Assert.Equal(0.7, rig.Session.GetNormalised(id), 3);
    }

    [Fact]
    public void Shift_drags_ten_times_finer()
    {
        using var rig = new Rig();
        rig.Session.SetPlain(ParameterId.Intensity, 50);
        rig.Screen.Frame();
        rig.Drag(Rig.CenterOf(rig.Of(ParameterId.Intensity)), 0, -36, modifiers: EditorModifiers.Shift);
        Assert.Equal(0.52, rig.Session.GetNormalised(ParameterId.Intensity), 3);
    }

    [Fact]
    public void A_drag_past_the_end_turns_back_at_once()
    {
        using var rig = new Rig();
        SKPoint place = Rig.CenterOf(rig.Of(ParameterId.Intensity));
        rig.Press(place.X, place.Y);
        rig.Move(place.X, place.Y - 900);
        Assert.Equal(1, rig.Session.GetNormalised(ParameterId.Intensity));
        rig.Move(place.X, place.Y - 882);
        Assert.Equal(0.9, rig.Session.GetNormalised(ParameterId.Intensity), 3);
        rig.Release(place.X, place.Y);
        AssertOneGesture(rig, ParameterId.Intensity, moves: 2);
    }

    [Fact]
    public void A_click_that_moves_nothing_edits_nothing()
    {
        using var rig = new Rig();
        foreach (ParameterElement control in rig.Editor.Parts.All.OfType<Knob>())
        {
            SKPoint place = Rig.CenterOf(control);
            rig.Press(place.X, place.Y);
            rig.Move(place.X, place.Y);
            rig.Release(place.X, place.Y);
        }

        Assert.Empty(rig.Calls);
    }

    [Theory]
    [InlineData(EditorModifiers.None, 2)]
    [InlineData(EditorModifiers.Control, 1)]
    public void A_double_click_or_a_click_with_control_sets_the_default(EditorModifiers modifiers, int clicks)
    {
        using var rig = new Rig();
        rig.Session.SetPlain(ParameterId.Reaction, 9);
        rig.Screen.Frame();
        rig.Click(rig.Of(ParameterId.Reaction), modifiers, clicks);
        AssertOneGesture(rig, ParameterId.Reaction, moves: 1);
        Assert.Equal(EffectParameters.Of(ParameterId.Reaction).Default, rig.Session.Plain(ParameterId.Reaction), 6);
    }

    [Fact]
    public void A_notch_of_the_wheel_is_one_gesture()
    {
        using var rig = new Rig();
        SKPoint place = Rig.CenterOf(rig.Of(ParameterId.TriggerThreshold));
        Assert.True(rig.Editor.Wheel(place.X, place.Y, 1, isHorizontal: false, EditorModifiers.None));
        AssertOneGesture(rig, ParameterId.TriggerThreshold, moves: 1);
        Assert.Equal(0.42, rig.Session.GetNormalised(ParameterId.TriggerThreshold), 6);
        rig.Calls.Clear();
        rig.Session.SetPlain(ParameterId.TriggerThreshold, 100);
        rig.Screen.Frame();
        rig.Editor.Wheel(place.X, place.Y, 1, isHorizontal: false, EditorModifiers.None);
        Assert.Empty(rig.Calls);
    }

    [Fact]
    public void A_drag_that_somebody_takes_away_ends_its_gesture()
    {
        using var rig = new Rig();
        SKPoint place = Rig.CenterOf(rig.Of(ParameterId.Floor));
        rig.Press(place.X, place.Y);
        rig.Move(place.X, place.Y - 10);
        rig.Editor.PointerCancel();
        rig.Move(place.X, place.Y - 60);
        rig.Release(place.X, place.Y);
        AssertOneGesture(rig, ParameterId.Floor, moves: 1);
    }

    [Fact]
    public void Leaving_the_window_does_not_end_a_drag()
    {
        using var rig = new Rig();
        SKPoint place = Rig.CenterOf(rig.Of(ParameterId.Floor));
        rig.Press(place.X, place.Y);
        rig.Move(place.X, place.Y - 10);
        rig.Editor.PointerLeave();
        rig.Move(place.X, place.Y - 20);
        rig.Release(place.X, place.Y - 20);
        AssertOneGesture(rig, ParameterId.Floor, moves: 2);
    }

    [Fact]
    public void Closing_the_editor_in_a_drag_ends_its_gesture()
    {
        var rig = new Rig();
        SKPoint place = Rig.CenterOf(rig.Of(ParameterId.Floor));
        rig.Press(place.X, place.Y);
        rig.Move(place.X, place.Y - 10);
        rig.Dispose();
        AssertOneGesture(rig, ParameterId.Floor, moves: 1);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Choosing_from_a_menu_is_one_gesture(ParameterId id)
    {
        using var rig = new Rig();
        rig.Session.SetPlain(id, 0);
        rig.Screen.Frame();
        rig.Click(rig.Of(id));
        Assert.True(rig.Editor.IsTyping);
        rig.Screen.Frame();
        rig.Key(EditorKey.End);
        rig.Key(EditorKey.Enter);
        Assert.False(rig.Editor.IsTyping);
        AssertOneGesture(rig, id, moves: 1);

        // Of the emotions, those that the model tells.
        Assert.Equal(id == ParameterId.TriggerEmotion ? 3 : EffectParameters.Of(id).Maximum, rig.Session.Plain(id));
    }

    [Fact]
    public void A_click_into_the_menu_chooses_what_is_written_there()
    {
        using var rig = new Rig();
        rig.Click(rig.Of(ParameterId.Genre));
        Dictionary<string, SKRect> texts = [];
        rig.Editor.TextDrawn = (text, box) => texts[text] = box;
        rig.Screen.Frame();
        rig.Click(new SKPoint(texts["Electronic"].MidX, texts["Electronic"].MidY));
        Assert.Equal(3, rig.Session.Plain(ParameterId.Genre));
        AssertOneGesture(rig, ParameterId.Genre, moves: 1);
    }

    [Fact]
    public void A_click_beside_the_menu_closes_it_and_does_nothing_else()
    {
        using var rig = new Rig();
        rig.Click(rig.Of(ParameterId.Genre));
        rig.Click(rig.Editor.Parts.Gate);
        Assert.False(rig.Editor.IsTyping);
        Assert.Empty(rig.Calls);
    }

    [Theory]
    [InlineData(ParameterId.Gate)]
    [InlineData(ParameterId.Bypass)]
    public void A_switch_is_one_gesture(ParameterId id)
    {
        using var rig = new Rig();
        double before = rig.Session.GetNormalised(id);
        rig.Click(rig.Of(id));
        AssertOneGesture(rig, id, moves: 1);
        Assert.Equal(1 - before, rig.Session.GetNormalised(id));
    }

    [Theory]
    [InlineData(FadeHandle.FadeIn, ParameterId.FadeInTime, 40, 0)]
    [InlineData(FadeHandle.FadeOut, ParameterId.FadeOutTime, -40, 0)]
    [InlineData(FadeHandle.Floor, ParameterId.Floor, 0, -30)]
    [InlineData(FadeHandle.Shape, ParameterId.Shape, 0, -30)]
    internal void A_handle_of_the_fade_follows_the_pointer_in_one_gesture(FadeHandle handle, ParameterId id, float x, float y)
    {
        using var rig = new Rig();
        rig.Session.SetPlain(ParameterId.FadeInCurve, (int)FadeCurve.Sigmoid);
        rig.Screen.Frame();
        SKPoint from = rig.Editor.Parts.Fade.PlaceOf(handle);
        double before = rig.Session.GetNormalised(id);
        rig.Drag(from, x, y, steps: 4);
        AssertOneGesture(rig, id, moves: 4);
        Assert.True(rig.Session.GetNormalised(id) > before);
        if (handle == FadeHandle.Shape)
            return;
        SKPoint to = rig.Editor.Parts.Fade.PlaceOf(handle);
        Assert.Equal(from.X + x, to.X, 1f);
        Assert.Equal(from.Y + y, to.Y, 1f);
    }

    [Fact]
    public void A_length_in_beats_is_dragged_in_whole_choices()
    {
        using var rig = new Rig();
        rig.Session.SetPlain(ParameterId.FadeInBeats, 3);
        rig.Screen.Frame();
        SKPoint from = rig.Editor.Parts.Fade.PlaceOf(FadeHandle.FadeIn);
        rig.Drag(from, 60, 0, steps: 30);
        Assert.Equal("begin FadeInBeats", rig.Calls[0]);
        double plain = rig.Session.Plain(ParameterId.FadeInBeats);
        Assert.InRange(plain, 4, 9);
        Assert.Equal(EffectParameters.Of(ParameterId.FadeInBeats).ToNormalised(plain), rig.Session.GetNormalised(ParameterId.FadeInBeats));

        // A value is sent when it changes, not with each move.
        Assert.Equal(plain - 3, rig.Calls.Count - 2);
    }

    [Theory]
    [InlineData(ParameterId.FadeInTime, "250 ms", 0.25)]
    [InlineData(ParameterId.FadeInTime, "2", 2)]
    [InlineData(ParameterId.Floor, "-18.5", -18.5)]
    [InlineData(ParameterId.Floor, "-inf", EffectParameters.SilenceDecibels)]
    [InlineData(ParameterId.Intensity, "62 %", 62)]
    [InlineData(ParameterId.Intensity, "500", 100)]
    public void A_typed_value_is_one_gesture(ParameterId id, string text, double plain)
    {
        using var rig = new Rig();
        SKRect box = Assert.IsType<Knob>(rig.Of(id)).ValueBox;
        rig.Session.SetPlain(id, EffectParameters.Of(id).ToPlain(0.3));
        rig.Screen.Frame();
        rig.Click(new SKPoint(box.MidX, box.MidY));
        Assert.True(rig.Editor.IsTyping);
        rig.Type(text);
        rig.Key(EditorKey.Enter);
        Assert.False(rig.Editor.IsTyping);
        AssertOneGesture(rig, id, moves: 1);
        Assert.Equal(plain, rig.Session.Plain(id), 6);
    }

    [Fact]
    public void Nonsense_stays_in_the_line_and_escape_takes_it_away()
    {
        using var rig = new Rig();
        SKRect box = Assert.IsType<Knob>(rig.Of(ParameterId.Floor)).ValueBox;
        rig.Click(new SKPoint(box.MidX, box.MidY));
        rig.Type("loud");
        rig.Key(EditorKey.Enter);
        Assert.True(rig.Editor.IsTyping);
        rig.Key(EditorKey.Escape);
        Assert.False(rig.Editor.IsTyping);
        Assert.Empty(rig.Calls);
    }

    [Fact]
    public void Automation_moves_the_controls_and_makes_no_edit()
    {
        using var rig = new Rig();
        rig.Session.SetPlain(ParameterId.Position, 0.25);
        Assert.NotEmpty(rig.Screen.Frame());
        Assert.Equal(0.25, Assert.IsType<Knob>(rig.Of(ParameterId.Position)).Value, 6);
        Assert.Empty(rig.Calls);
    }

    /// <summary>Whatever the user does: an edit begins and ends once, and values come only in between.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Gestures_stay_whole_under_any_input(int seed)
    {
        var rig = new Rig(800, 500);
        var random = new Random(seed);
        for (int step = 0; step < 3000; step++)
        {
            Fuzz.Act(rig, random);
            if (random.Next(5) == 0)
                rig.Screen.Frame(random.NextDouble());
        }

        rig.Dispose();
        string? open = null;
        int edits = 0;
        foreach (string call in rig.Calls)
        {
            string[] words = call.Split(' ');
            switch (words[0])
            {
                case "begin":
                    Assert.Null(open);
                    open = words[1];
                    break;
                case "end":
                    Assert.Equal(open, words[1]);
                    open = null;
                    edits++;
                    break;
                case "reset" or "load":
                    break;
                default:
                    Assert.Equal(open, words[0]);
                    break;
            }
        }

        Assert.Null(open);
        Assert.True(edits > 20, $"{edits} edits");
    }

    private static void AssertOneGesture(Rig rig, ParameterId id, int moves)
    {
        Assert.Equal($"begin {id}", rig.Calls[0]);
        Assert.Equal($"end {id}", rig.Calls[^1]);
        Assert.Equal(moves + 2, rig.Calls.Count);
        Assert.All(rig.Calls.Skip(1).SkipLast(1), call => Assert.StartsWith($"{id} ", call, StringComparison.Ordinal));
    }
}
