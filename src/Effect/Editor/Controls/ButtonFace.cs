using RealtimeEmotion.Effect.Editor.Drawing;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>The look of a button.</summary>
internal static class ButtonFace
{
    internal static void Draw(Painter painter, SKRect box, ReadOnlySpan<char> text, bool isOn, bool isHovered, bool isWarning = false)
    {
        SKColor lit = isWarning ? Theme.Warning : Theme.Accent;
        painter.FillRound(box, 4, isOn ? lit.WithAlpha(isHovered ? (byte)0x48 : (byte)0x36) : isHovered ? Theme.FieldHover : Theme.Field);
        if (isOn)
            painter.Outline(box, 4, lit.WithAlpha(0xA0));
        painter.TextWithin(text, box.MidX, box.MidY, box.Width - 6, Theme.SmallText, isOn ? lit : isHovered ? Theme.Ink : Theme.Body, Align.Center, Weight.Medium);
    }
}
