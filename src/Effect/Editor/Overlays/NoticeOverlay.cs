using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Overlays;

/// <summary>A message at the foot of the editor for some seconds, or until it is clicked.</summary>
internal sealed class NoticeOverlay : Overlay
{
    private string _text = "";
    private bool _isProblem;
    private TimeSpan _until;

    internal NoticeOverlay(EditorContext context)
        : base(context)
    {
    }

    internal override bool IsInteractive => true;

    internal void Open(string text, bool isProblem, SKSize window, Painter painter)
    {
        _text = text;
        _isProblem = isProblem;
        _until = Context.Now + TimeSpan.FromSeconds(isProblem ? 12 : 6);
        int lines = TextBlock.Measure(painter, text, Math.Min(520, window.Width - 80), Theme.Text, out float width);
        float height = (lines * Theme.Text * TextBlock.LineHeight) + 18;
        float left = (window.Width - width - 40) / 2;
        Show(new SKRect(left, window.Height - height - 20, left + width + 40, window.Height - 20));
    }

    internal override void Refresh()
    {
        if (Context.Now >= _until)
            Hide();
    }

    internal override void PointerDown(in PointerInput input) => Hide();

    internal override void Draw(Painter painter)
    {
        DrawGround(painter);
        SKRect box = Box;
        painter.FillRound(new SKRect(box.Left + 8, box.Top + 8, box.Left + 11, box.Bottom - 8), 1.5f, _isProblem ? Theme.Warning : Theme.Accent);
        TextBlock.Draw(painter, _text, new SKRect(box.Left + 22, box.Top + 9, box.Right - 14, box.Bottom - 9), Theme.Text, Theme.Ink);
    }
}
