using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;

namespace RealtimeEmotion.Effect.Editor.Panels;

/// <summary>The name of the effect, and the counts of what came too late or was lost.</summary>
internal sealed class StatusPanel : Element
{
    private long _late;
    private long _lost;

    internal StatusPanel(EditorContext context)
        : base(context)
    {
    }

    /// <summary>Where the counts are written; at its right end.</summary>
    internal SkiaSharp.SKRect CountBox { get; set; }

    internal override string? TooltipAt(float x, float y) => CountBox.Contains(x, y)
        ? $"Late: {_late} estimates came too late to act at their sample\nLost: {_lost} samples that the analysis was too slow for. The sound is not touched by either. Both count since activation."
        : null;

    internal override void Refresh()
    {
        long late = Context.Session.Telemetry.LateEstimates;
        long lost = Context.Session.Telemetry.OverrunSamples;
        if (late == _late && lost == _lost)
            return;
        (_late, _lost) = (late, lost);
        Invalidate();
    }

    internal override void Draw(Painter painter)
    {
        float middle = Bounds.MidY;
        float left = Bounds.Left + Theme.Padding;
        painter.Text("Realtime", left, middle, 15, Theme.Ink, weight: Weight.Light);
        painter.Text("Emotion", left + painter.Measure("Realtime", 15, Weight.Light) + 4, middle, 15, Theme.Ink, weight: Weight.Medium);

        Span<char> text = stackalloc char[32];
        text.TryWrite($"Lost {_lost}", out int length);
        painter.Text(text[..length], CountBox.Right, middle, Theme.SmallText, _lost > 0 ? Theme.Warning : Theme.Muted, Align.Right);
        float right = CountBox.Right - painter.Measure(text[..length], Theme.SmallText) - 12;
        text.TryWrite($"Late {_late}", out length);
        painter.Text(text[..length], right, middle, Theme.SmallText, _late > 0 ? Theme.Warning : Theme.Muted, Align.Right);
    }
}
