using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Overlays;

/// <summary>Something that stands over the rest for a while. Its bounds include its shadow.</summary>
internal abstract class Overlay : Element
{
    protected const float ShadowSize = 10;

    protected Overlay(EditorContext context)
        : base(context)
    {
        IsShown = false;
    }

    /// <summary>The box without the shadow.</summary>
    protected SKRect Box
    {
        get
        {
            SKRect box = Bounds;
            box.Inflate(-ShadowSize, -ShadowSize);
            return box;
        }
    }

    /// <summary>Takes it away. Whoever asked for that has its old place drawn anew.</summary>
    internal void Hide()
    {
        if (!IsShown)
            return;
        IsShown = false;
        OnHidden();
    }

    protected void Show(SKRect box)
    {
        box.Inflate(ShadowSize, ShadowSize);
        Bounds = box;
        IsShown = true;
        Invalidate();
    }

    protected virtual void OnHidden()
    {
    }

    protected void DrawGround(Painter painter)
    {
        SKRect box = Box;
        for (int ring = 4; ring >= 1; ring--)
        {
            SKRect shadow = box;
            shadow.Inflate(ring * 2, ring * 2);
            shadow.Offset(0, 2);
            painter.FillRound(shadow, Theme.Radius + (ring * 2), SKColors.Black.WithAlpha(0x20));
        }

        painter.FillRound(box, Theme.Radius, Theme.Overlay);
        painter.Outline(box, Theme.Radius, Theme.Track);
    }
}
