using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Overlays;

/// <summary>Says what a file that is being dragged would do.</summary>
internal sealed class DropOverlay : Overlay
{
    internal DropOverlay(EditorContext context)
        : base(context)
    {
    }

    internal void Open(SKSize window)
    {
        var box = new SKRect(0, 0, window.Width, window.Height);
        box.Inflate(-ShadowSize, -ShadowSize);
        Show(box);
    }

    internal override void Draw(Painter painter)
    {
        painter.Fill(Bounds, Theme.Window.WithAlpha(0xC8));
        SKRect box = Box;
        painter.Outline(box, Theme.Radius, Theme.Accent, 2);
        painter.Text("Drop to load the model", box.MidX, box.MidY, 22, Theme.Ink, Align.Center, Weight.Light);
    }
}
