using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;

namespace RealtimeEmotion.Effect.Editor.Panels;

/// <summary>The ground on which a group of controls stands, with its heading.</summary>
internal sealed class Card : Element
{
    private readonly string _title;

    internal Card(EditorContext context, string title)
        : base(context)
    {
        _title = title;
    }

    internal override void Draw(Painter painter)
    {
        DrawGround(painter, Bounds);
        painter.Title(_title, Bounds.Left + Theme.Padding, Bounds.Top + 14);
    }

    internal static void DrawGround(Painter painter, SkiaSharp.SKRect box)
    {
        painter.FillRound(box, Theme.Radius, Theme.Panel);
        painter.Outline(box, Theme.Radius, Theme.PanelEdge);
    }
}
