using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Drawing;

/// <summary>Text of several lines, broken at spaces and line feeds.</summary>
internal static class TextBlock
{
    internal const float LineHeight = 1.4f;

    /// <summary>Draws as many lines as fit into the box.</summary>
    internal static void Draw(Painter painter, ReadOnlySpan<char> text, SKRect box, float size, SKColor color)
    {
        float line = size * LineHeight;
        float y = box.Top + (line / 2);
        while (!text.IsEmpty && y + (line / 2) <= box.Bottom + 1)
        {
            int length = Break(painter, text, box.Width, size);
            bool isLast = y + (line * 1.5f) > box.Bottom + 1;
            ReadOnlySpan<char> rest = text[length..];
            painter.TextWithin((isLast && !rest.IsEmpty ? text : text[..length]).TrimEnd(), box.Left, y, box.Width, size, color);
            text = rest.TrimStart();
            y += line;
        }
    }

    /// <summary>How many lines the text takes, and how wide the widest is.</summary>
    internal static int Measure(Painter painter, ReadOnlySpan<char> text, float room, float size, out float width)
    {
        int lines = 0;
        width = 0;
        while (!text.IsEmpty)
        {
            int length = Break(painter, text, room, size);
            width = Math.Max(width, painter.Measure(text[..length].TrimEnd(), size));
            text = text[length..].TrimStart();
            lines++;
        }

        return lines;
    }

    // Where the first line ends: at a line feed, at the last space that fits, or in the middle of a word that is too long.
    private static int Break(Painter painter, ReadOnlySpan<char> text, float room, float size)
    {
        int feed = text.IndexOf('\n');
        int end = feed < 0 ? text.Length : feed;
        if (painter.Measure(text[..end], size) <= room)
            return feed < 0 ? end : end + 1;
        int fits = 1;
        while (fits < end && painter.Measure(text[..(fits + 1)], size) <= room)
            fits++;
        int space = text[..fits].LastIndexOf(' ');
        return space > 0 ? space + 1 : fits;
    }
}
