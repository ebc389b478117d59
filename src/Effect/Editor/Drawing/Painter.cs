using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Drawing;

/// <summary>
/// What panels draw with: a canvas in points with paints, paths and fonts that are made once and used again. One a window;
/// the user-interface thread's.
/// </summary>
internal sealed class Painter : IDisposable
{
    private readonly SKPaint _fill = new() { IsAntialias = true, Style = SKPaintStyle.Fill };
    private readonly SKPaint _stroke = new() { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Butt, StrokeJoin = SKStrokeJoin.Round };
    private readonly SKPaint _text = new() { IsAntialias = true, Style = SKPaintStyle.Fill };
    private readonly SKPathBuilder _path = new();
    private readonly Dictionary<(Weight Weight, float Size), GlyphFont> _fonts = [];
    private SKCanvas? _canvas;

    /// <summary>Pixels to a point.</summary>
    internal float Scale { get; private set; } = 1;

    /// <summary>Told of each text that is drawn and the box of its letters; null outside tests of the layout.</summary>
    internal Action<string, SKRect>? TextDrawn { get; set; }

    internal SKCanvas Canvas => _canvas ?? throw new InvalidOperationException("Nothing is being drawn.");

    public void Dispose()
    {
        foreach (GlyphFont font in _fonts.Values)
            font.Dispose();
        _fonts.Clear();
        _path.Dispose();
        _text.Dispose();
        _stroke.Dispose();
        _fill.Dispose();
    }

    internal void Begin(SKCanvas canvas, float scale)
    {
        _canvas = canvas;
        Scale = scale;
    }

    internal void End() => _canvas = null;

    /// <summary>A coordinate moved to the nearest edge of pixels, so that straight edges are sharp at any scale.</summary>
    internal float Snap(float value) => MathF.Round(value * Scale) / Scale;

    /// <summary>A rectangle with all edges on edges of pixels.</summary>
    internal SKRect Snap(SKRect rect) => new(Snap(rect.Left), Snap(rect.Top), Snap(rect.Right), Snap(rect.Bottom));

    internal void Fill(SKRect rect, SKColor color)
    {
        _fill.Color = color;
        Canvas.DrawRect(Snap(rect), _fill);
    }

    internal void FillRound(SKRect rect, float radius, SKColor color)
    {
        _fill.Color = color;
        Canvas.DrawRoundRect(Snap(rect), radius, radius, _fill);
    }

    internal void Outline(SKRect rect, float radius, SKColor color, float width = 1)
    {
        SetStroke(color, width);
        SKRect box = Snap(rect);
        box.Inflate(-width / 2, -width / 2);
        Canvas.DrawRoundRect(box, radius, radius, _stroke);
    }

    internal void Circle(float x, float y, float radius, SKColor color)
    {
        _fill.Color = color;
        Canvas.DrawCircle(x, y, radius, _fill);
    }

    internal void Ring(float x, float y, float radius, SKColor color, float width)
    {
        SetStroke(color, width);
        Canvas.DrawCircle(x, y, radius, _stroke);
    }

    internal void Line(float x0, float y0, float x1, float y1, SKColor color, float width = 1)
    {
        SetStroke(color, width);
        Canvas.DrawLine(x0, y0, x1, y1, _stroke);
    }

    /// <summary>A line one pixel thin, lying on pixels.</summary>
    internal void Horizontal(float x0, float x1, float y, SKColor color) => Fill(new SKRect(x0, Snap(y), x1, Snap(y) + (1 / Scale)), color);

    /// <summary>A line one pixel thin, lying on pixels.</summary>
    internal void Vertical(float x, float y0, float y1, SKColor color) => Fill(new SKRect(Snap(x), y0, Snap(x) + (1 / Scale), y1), color);

    /// <summary>Part of a circle; degrees clockwise from three o'clock.</summary>
    internal void Arc(float x, float y, float radius, float start, float sweep, SKColor color, float width)
    {
        SetStroke(color, width);
        _stroke.StrokeCap = SKStrokeCap.Round;
        Canvas.DrawArc(new SKRect(x - radius, y - radius, x + radius, y + radius), start, sweep, false, _stroke);
        _stroke.StrokeCap = SKStrokeCap.Butt;
    }

    internal void Polyline(ReadOnlySpan<SKPoint> points, SKColor color, float width)
    {
        if (points.Length < 2)
            return;
        SetStroke(color, width);
        DrawPath(points, isClosed: false, _stroke);
    }

    internal void Polygon(ReadOnlySpan<SKPoint> points, SKColor color)
    {
        if (points.Length < 3)
            return;
        _fill.Color = color;
        DrawPath(points, isClosed: true, _fill);
    }

    /// <summary>A polygon with hard edges, for those whose corners lie on columns of pixels: many times as fast.</summary>
    internal void HardPolygon(ReadOnlySpan<SKPoint> points, SKColor color)
    {
        _fill.IsAntialias = false;
        Polygon(points, color);
        _fill.IsAntialias = true;
    }

    /// <summary>The font at a weight and a size in points.</summary>
    internal GlyphFont Font(float size, Weight weight = Weight.Regular)
    {
        if (!_fonts.TryGetValue((weight, size), out GlyphFont? font))
        {
            font = new GlyphFont(Typefaces.Of(weight), size);
            _fonts.Add((weight, size), font);
        }

        return font;
    }

    internal float Measure(ReadOnlySpan<char> text, float size, Weight weight = Weight.Regular, float spacing = 0) => Font(size, weight).Measure(text, spacing);

    /// <summary>Draws one line of text whose capitals are centred on <paramref name="middle"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">The left end, the middle or the right end, as <paramref name="align"/> says.</param>
    /// <param name="middle">The height of the middle of the capitals.</param>
    /// <param name="size">In points.</param>
    /// <param name="color">The colour.</param>
    /// <param name="align">What <paramref name="x"/> is.</param>
    /// <param name="weight">How heavy.</param>
    /// <param name="spacing">More room behind each letter.</param>
    internal void Text(
        ReadOnlySpan<char> text, float x, float middle, float size, SKColor color, Align align = Align.Left, Weight weight = Weight.Regular, float spacing = 0)
    {
        if (text.IsEmpty)
            return;
        GlyphFont font = Font(size, weight);
        float width = TextDrawn != null || align != Align.Left ? font.Measure(text, spacing) : 0;
        float left = align switch { Align.Center => x - (width / 2), Align.Right => x - width, _ => x };
        float baseline = Snap(middle + (font.CapHeight / 2));
        _text.Color = color;
        font.Draw(Canvas, text, left, baseline, _text, spacing);
        TextDrawn?.Invoke(text.ToString(), new SKRect(left, baseline - font.CapHeight, left + width, baseline));
    }

    /// <summary>Text in a room of limited width: what does not fit ends in an ellipsis.</summary>
    internal void TextWithin(
        ReadOnlySpan<char> text, float x, float middle, float room, float size, SKColor color, Align align = Align.Left, Weight weight = Weight.Regular)
    {
        GlyphFont font = Font(size, weight);
        if (font.Measure(text) <= room)
        {
            Text(text, x, middle, size, color, align, weight);
            return;
        }

        Span<char> cut = stackalloc char[128];
        int length = Math.Min(text.Length, cut.Length - 1);
        float mark = font.Measure("…");
        while (length > 0 && font.Measure(text[..length]) + mark > room)
            length--;
        text[..length].TrimEnd().CopyTo(cut);
        length = text[..length].TrimEnd().Length;
        if (length == 0)
            return;
        cut[length] = '…';
        Text(cut[..(length + 1)], x, middle, size, color, align, weight);
    }

    /// <summary>A panel's heading: small letters, set wide.</summary>
    internal void Title(ReadOnlySpan<char> text, float x, float middle) => Text(text, x, middle, Theme.TitleText, Theme.Muted, weight: Weight.Medium, spacing: 0.9f);

    private void DrawPath(ReadOnlySpan<SKPoint> points, bool isClosed, SKPaint paint)
    {
        // 88 bytes a path, the library's: all that a frame leaves to the collector.
        _path.AddPoly(points, isClosed);
        using SKPath path = _path.Detach();
        Canvas.DrawPath(path, paint);
    }

    private void SetStroke(SKColor color, float width)
    {
        _stroke.Color = color;
        _stroke.StrokeWidth = width;
    }
}
