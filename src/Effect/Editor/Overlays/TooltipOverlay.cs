using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Overlays;

/// <summary>What a place is, after the pointer has rested on it. The first line is its name and value.</summary>
internal sealed class TooltipOverlay : Overlay
{
    private const float Widest = 280;

    private string _text = "";

    internal TooltipOverlay(EditorContext context)
        : base(context)
    {
    }

    /// <summary>Shows a text near the pointer, inside the window.</summary>
    internal void Open(string text, float x, float y, SKSize window, Painter painter)
    {
        _text = text;
        int lines = Measure(painter, out float width);
        width += 20;
        float height = (lines * Theme.SmallText * TextBlock.LineHeight) + 13;
        float left = Math.Clamp(x + 10, 6, Math.Max(6, window.Width - width - 6));
        float top = y + 20 + height > window.Height - 6 ? y - 10 - height : y + 20;
        Show(new SKRect(left, top, left + width, top + height));
    }

    internal override void Draw(Painter painter)
    {
        DrawGround(painter);
        SKRect box = Box;
        box.Inflate(-10, -6);
        (string head, string body) = Parts();
        float line = Theme.SmallText * TextBlock.LineHeight;
        int lines = TextBlock.Measure(painter, head, Widest, Theme.SmallText, out _);
        TextBlock.Draw(painter, head, box, Theme.SmallText, Theme.Ink);
        box.Top += lines * line;
        TextBlock.Draw(painter, body, box, Theme.SmallText, Theme.Body);
    }

    private (string Head, string Body) Parts()
    {
        int feed = _text.IndexOf('\n', StringComparison.Ordinal);
        return feed < 0 ? (_text, "") : (_text[..feed], _text[(feed + 1)..]);
    }

    private int Measure(Painter painter, out float width)
    {
        (string head, string body) = Parts();
        int lines = TextBlock.Measure(painter, head, Widest, Theme.SmallText, out width);
        lines += TextBlock.Measure(painter, body, Widest, Theme.SmallText, out float bodyWidth);
        width = Math.Max(width, bodyWidth);
        return lines;
    }
}
