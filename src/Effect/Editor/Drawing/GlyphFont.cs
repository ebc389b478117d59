using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Drawing;

/// <summary>
/// One typeface at one size. Each character's outline is handed to Skia once and then only placed, so that drawing
/// text that changes all the time (readouts) allocates nothing. Roboto's digits are equally wide: numbers do not dance.
/// </summary>
internal sealed class GlyphFont : IDisposable
{
    private readonly SKFont _font;
    private readonly Dictionary<char, Glyph> _glyphs = [];

    internal GlyphFont(SKTypeface typeface, float size)
    {
        _font = new SKFont(typeface, size) { Subpixel = true, Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None, LinearMetrics = true };
        SKFontMetrics metrics = _font.Metrics;
        Ascent = -metrics.Ascent;
        Descent = metrics.Descent;
        CapHeight = metrics.CapHeight;
    }

    /// <summary>From the baseline up to the highest letter.</summary>
    internal float Ascent { get; }

    /// <summary>From the baseline down to the lowest letter.</summary>
    internal float Descent { get; }

    /// <summary>The height of a capital letter: what texts are centred by.</summary>
    internal float CapHeight { get; }

    public void Dispose()
    {
        foreach (Glyph glyph in _glyphs.Values)
            glyph.Blob?.Dispose();
        _glyphs.Clear();
        _font.Dispose();
    }

    internal float Measure(ReadOnlySpan<char> text, float spacing = 0)
    {
        float width = 0;
        foreach (char character in text)
            width += Of(character).Advance + spacing;
        return text.IsEmpty ? 0 : width - spacing;
    }

    internal void Draw(SKCanvas canvas, ReadOnlySpan<char> text, float x, float baseline, SKPaint paint, float spacing = 0)
    {
        foreach (char character in text)
        {
            Glyph glyph = Of(character);
            if (glyph.Blob != null)
                canvas.DrawText(glyph.Blob, x, baseline, paint);
            x += glyph.Advance + spacing;
        }
    }

    private Glyph Of(char character)
    {
        if (!_glyphs.TryGetValue(character, out Glyph glyph))
        {
            ReadOnlySpan<char> text = [character];
            glyph = new Glyph(char.IsWhiteSpace(character) ? null : SKTextBlob.Create(text, _font), _font.MeasureText(text));
            _glyphs.Add(character, glyph);
        }

        return glyph;
    }

    private readonly record struct Glyph(SKTextBlob? Blob, float Advance);
}
