using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor;
using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Panels;
using SkiaSharp;

namespace RealtimeEmotion.Editor.Tests;

public sealed class LayoutTests
{
    public static TheoryData<int, int, float> Sizes => DrawingTests.Sizes;

    [Theory]
    [MemberData(nameof(Sizes))]
    public void No_text_overlaps_another_or_leaves_the_window(int width, int height, float scale)
    {
        foreach (bool isRich in new[] { false, true })
        {
            using var rig = new Rig(width, height, scale);
            if (isRich)
                MakeRich(rig);
            List<(string Text, SKRect Box)> texts = [];
            rig.Editor.TextDrawn = (text, box) => texts.Add((text, box));
            rig.Editor.Invalidate();
            rig.Screen.Draw();
            Assert.True(texts.Count > 50, $"{texts.Count} texts");
            for (int a = 0; a < texts.Count; a++)
            {
                SKRect box = texts[a].Box;
                Assert.True(box.Left >= 0 && box.Top >= 0 && box.Right <= width && box.Bottom <= height, $"'{texts[a].Text}' at {box} is outside of {width} × {height}");
                for (int b = a + 1; b < texts.Count; b++)
                    Assert.False(box.IntersectsWith(texts[b].Box), $"'{texts[a].Text}' {box} overlaps '{texts[b].Text}' {texts[b].Box} at {width} × {height}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void No_control_overlaps_another(int width, int height, float scale)
    {
        using var rig = new Rig(width, height, scale);
        Element[] controls = [.. rig.Editor.Parts.All.Where(element => element.CanFocus && element is not TimelinePanel)];
        Element[] panels = [rig.Editor.Parts.Now, rig.Editor.Parts.Plane, rig.Editor.Parts.Fade, rig.Editor.Parts.Timeline, rig.Editor.Parts.Level, rig.Editor.Parts.FadeCard, rig.Editor.Parts.TriggerCard, rig.Editor.Parts.EmotionCard];
        foreach (Element[] group in new[] { controls, panels })
        {
            for (int a = 0; a < group.Length; a++)
            {
                SKRect box = group[a].Bounds;
                Assert.True(box.Width >= 18 && box.Height >= 16, $"{group[a].GetType().Name} {box} is too small");
                Assert.True(box.Left >= 0 && box.Top >= 0 && box.Right <= width + 0.5 && box.Bottom <= height + 0.5);
                for (int b = a + 1; b < group.Length; b++)
                    Assert.False(box.IntersectsWith(group[b].Bounds), $"{group[a].GetType().Name} {box} overlaps {group[b].GetType().Name} {group[b].Bounds}");
            }
        }
    }

    [Fact]
    public void Below_the_least_size_everything_is_drawn_smaller()
    {
        using var rig = new Rig(380, 300);
        List<(string Text, SKRect Box)> texts = [];
        rig.Editor.TextDrawn = (text, box) => texts.Add((text, box));
        rig.Editor.Invalidate();
        rig.Screen.Draw();
        Assert.All(texts, text => Assert.True(text.Box.Right <= EffectEditor.MinimumWidth && text.Box.Bottom <= 600));
        SKRect knob = rig.Of(ParameterId.Floor).Bounds;

        // Half the size: the control is found where it is drawn.
        Assert.Equal(ParameterId.Floor, rig.Editor.ParameterAt(knob.MidX / 2, knob.MidY / 2));
    }

    [Fact]
    public void Every_parameter_that_can_be_set_has_a_place()
    {
        using var rig = new Rig();
        HashSet<ParameterId> found = [];
        for (int y = 0; y < EffectEditor.DefaultHeight; y += 3)
        {
            for (int x = 0; x < EffectEditor.DefaultWidth; x += 3)
            {
                if (rig.Editor.ParameterAt(x, y) is { } id)
                    found.Add(id);
            }
        }

        Assert.Empty(EffectParameters.All.Where(parameter => !parameter.IsReadOnly).Select(parameter => parameter.Id).Except(found));
    }

    [Fact]
    public void Every_control_tells_what_it_is_with_its_unit()
    {
        using var rig = new Rig();
        foreach (Element element in rig.Editor.Parts.All.Where(element => element.CanFocus && element is not TimelinePanel))
        {
            SKPoint place = Rig.CenterOf(element);
            string? text = rig.Editor.TooltipAt(place.X, place.Y);
            Assert.False(string.IsNullOrEmpty(text), element.GetType().Name);
            if (element is ParameterElement { Parameter: { Kind: ParameterKind.Continuous } parameter })
            {
                Assert.Contains(parameter.Name, text, StringComparison.Ordinal);
                Assert.Contains(parameter.Description, text, StringComparison.Ordinal);
                Assert.Contains(parameter.FormatWithUnits(parameter.Maximum), text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_tooltip_comes_after_a_rest_and_goes_with_the_pointer()
    {
        using var rig = new Rig();
        SKPoint place = Rig.CenterOf(rig.Of(ParameterId.Intensity));
        List<string> texts = [];
        rig.Move(place.X, place.Y);
        rig.Screen.Frame(0.3);
        rig.Editor.TextDrawn = (text, _) => texts.Add(text);
        rig.Screen.Frame(0.1);
        Assert.DoesNotContain(texts, text => text.StartsWith("Intensity: ", StringComparison.Ordinal));
        rig.Screen.Frame(0.5);
        Assert.Contains("Intensity: 0.0 %", texts);
        texts.Clear();
        rig.Move(place.X + 10, place.Y);
        SKRectI[] areas = rig.Screen.Frame();
        Assert.NotEmpty(areas);
        Assert.DoesNotContain("Intensity: 0.0 %", texts);
    }

    private static void MakeRich(Rig rig)
    {
        rig.Session.ModelStatus = FakeSession.Shipped with { Name = "a model with a rather long name, trained at night" };
        rig.Session.SetPlain(ParameterId.TriggerSource, (int)TriggerSource.Emotion);
        rig.Session.SetPlain(ParameterId.FadeInCurve, 24);
        rig.Session.SetPlain(ParameterId.FadeOutBeats, 9);
        rig.Session.SetPlain(ParameterId.FadeInTime, 60);
        rig.Session.SetPlain(ParameterId.Program, 3);
        rig.Session.SetPlain(ParameterId.Intensity, 100);
        rig.Session.Telemetry.LateEstimates = 123;
        rig.Session.Telemetry.OverrunSamples = 480000;
        new Music(rig.Session.Telemetry, 48000 * 4000L).Play(200);
        rig.Screen.Frame();
    }
}
