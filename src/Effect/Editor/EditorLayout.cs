using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor;

/// <summary>
/// Where everything stands at a size in points: a head, three views, the history with the level beside it, and three groups
/// of controls at the foot, on a grid of eight.
/// </summary>
internal static class EditorLayout
{
    private const float Head = 40;
    private const float Foot = 116;
    private const float KnobWidth = 58;
    private const float Field = 22;
    private const float LevelWidth = 92;

    internal static void Place(EditorParts parts, float width, float height)
    {
        float gap = Theme.Gap;
        float left = gap;
        float right = width - gap;
        parts.Status.Bounds = new SKRect(0, 0, width, Head);
        PlaceHead(parts, width);

        float footTop = height - gap - Foot;
        float bodyHeight = footTop - gap - Head;
        float upper = MathF.Round(Math.Clamp(bodyHeight * 0.48f, 150, 340));
        float lowerTop = Head + upper + gap;

        // The plane is square: its width follows from the height, as far as the fade has its room.
        float plane = MathF.Round(Math.Min(upper - 26, width * 0.27f));
        float rest = right - left - plane - (2 * gap);
        float now = MathF.Round(Math.Clamp(rest * 0.42f, 220, 400));
        parts.Now.Bounds = new SKRect(left, Head, left + now, Head + upper);
        parts.Plane.Bounds = new SKRect(left + now + gap, Head, left + now + gap + plane, Head + upper);
        parts.Fade.Bounds = new SKRect(parts.Plane.Bounds.Right + gap, Head, right, Head + upper);
        PlaceFade(parts);

        parts.Level.Bounds = new SKRect(right - LevelWidth, lowerTop, right, footTop - gap);
        parts.Timeline.Bounds = new SKRect(left, lowerTop, right - LevelWidth - gap, footTop - gap);
        PlaceTimelineButtons(parts);
        PlaceFoot(parts, new SKRect(left, footTop, right, footTop + Foot));
    }

    private static void PlaceHead(EditorParts parts, float width)
    {
        const float Top = (Head - Field) / 2;
        float right = width - Theme.Gap;
        parts.Bypass.Bounds = new SKRect(right - 60, Top, right, Top + Field);
        right -= 60 + Theme.Gap;
        parts.Status.CountBox = new SKRect(right - 110, Top, right - 4, Top + Field);
        right -= 110 + Theme.Gap;

        float left = 150;
        float room = right - left - Theme.Gap;
        float preset = MathF.Round(Math.Min(190, room * 0.45f));
        float model = MathF.Round(Math.Min(260, room - preset));
        parts.Preset.Bounds = new SKRect(left, Top, left + preset, Top + Field);
        parts.ModelName.Bounds = new SKRect(left + preset + Theme.Gap, Top, left + preset + Theme.Gap + model, Top + Field);
    }

    private static void PlaceFade(EditorParts parts)
    {
        SKRect box = parts.Fade.Bounds;
        float left = box.Left + Theme.Padding;
        float right = box.Right - Theme.Padding;
        float top = box.Bottom - Theme.Padding - Field + 2;
        float cell = (right - left - 14) / 4;
        Element[] row = [parts.InCurve, parts.InBeats, parts.OutCurve, parts.OutBeats];
        for (int k = 0; k < row.Length; k++)
        {
            // A little more room between the two halves.
            float x = left + (k * cell) + (k * 3) + (k >= 2 ? 5 : 0);
            row[k].Bounds = new SKRect(x, top, x + cell, top + Field);
        }
    }

    private static void PlaceTimelineButtons(EditorParts parts)
    {
        SKRect box = parts.Timeline.Bounds;
        float right = box.Right - Theme.Padding;
        float top = box.Top + 5;
        (Element Button, float Width)[] row =
        [
            (parts.Export, 40), (parts.Reset, 46), (parts.AutoReset, 42), (parts.Hold, 42), (parts.Pause, 48), (parts.ZoomIn, 20), (parts.ZoomOut, 20),
        ];
        foreach ((Element button, float width) in row)
        {
            button.Bounds = new SKRect(right - width, top, right, top + 18);
            right -= width + 4;
        }

        parts.Timeline.LegendEnd = right - 8;
    }

    private static void PlaceFoot(EditorParts parts, SKRect foot)
    {
        const float Inset = 8;
        const float Gate = 56;
        const float MostField = 132;
        float room = foot.Width - (2 * Theme.Gap);

        // What is left beside the paddings, the gate and the gaps: eleven knobs, and two columns of fields.
        float left = room - (6 * Inset) - Gate - 8 - 16;
        float knob = MathF.Floor(Math.Min(KnobWidth, (left - (2 * 76)) / 11));
        float field = MathF.Floor(Math.Min(MostField, (left - (11 * knob)) / 2));

        // Once everything has its largest size, the knobs share what remains.
        knob = Math.Max(knob, MathF.Floor((left - (2 * field)) / 11));
        float group = (2 * Inset) + (3 * knob) + 8 + field;

        var fade = new SKRect(foot.Left, foot.Top, foot.Right - (2 * (group + Theme.Gap)), foot.Bottom);
        var trigger = new SKRect(fade.Right + Theme.Gap, foot.Top, fade.Right + Theme.Gap + group, foot.Bottom);
        var emotion = new SKRect(trigger.Right + Theme.Gap, foot.Top, foot.Right, foot.Bottom);
        parts.FadeCard.Bounds = fade;
        parts.TriggerCard.Bounds = trigger;
        parts.EmotionCard.Bounds = emotion;

        parts.Gate.Bounds = new SKRect(fade.Left + Inset, fade.Top + 30, fade.Left + Inset + Gate, fade.Bottom - 14);
        PlaceRow(parts.FadeKnobs, fade.Left + Inset + Gate + 8, fade, (fade.Width - (2 * Inset) - Gate - 8) / parts.FadeKnobs.Length);
        PlaceRow(parts.TriggerKnobs, trigger.Left + Inset, trigger, knob);
        PlaceColumn(parts.TriggerFields, trigger, field, Inset);
        PlaceRow(parts.EmotionKnobs, emotion.Left + Inset, emotion, knob);
        PlaceColumn(parts.EmotionFields, emotion, field, Inset);
    }

    private static void PlaceRow(Element[] knobs, float left, SKRect card, float width)
    {
        foreach (Element knob in knobs)
        {
            knob.Bounds = new SKRect(left, card.Top + 24, left + width, card.Bottom - 6);
            left += width;
        }
    }

    private static void PlaceColumn(Element[] fields, SKRect card, float width, float inset)
    {
        const float Step = Field + 5;
        float top = card.Top + 26;
        foreach (Element field in fields)
        {
            field.Bounds = new SKRect(card.Right - inset - width, top, card.Right - inset, top + Field);
            top += Step;
        }
    }
}
