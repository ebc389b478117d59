using ScottPlot;
using SkiaSharp;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>A picture: a title, and panels below each other over one time axis.</summary>
internal sealed class Figure
{
    internal const int DefaultWidth = 1200;
    internal const int SinglePanelHeight = 600;

    private const int HeaderHeight = 64;
    private const float Left = 86;
    private const float Right = 104;
    private const float Gap = 34;
    private const float TimeAxisHeight = 58;

    private readonly List<(Plot Plot, double Weight, IReadOnlyList<LegendEntry> Legend)> _panels = [];
    private readonly string _title;
    private readonly string _subtitle;

    internal Figure(string title, string subtitle)
    {
        EmbeddedFonts.Use();
        _title = title;
        _subtitle = subtitle;
    }

    /// <summary>Adds a panel below the others.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="weight">Its share of the height.</param>
    /// <param name="legend">What stands on its right; nothing by default.</param>
    internal void Add(Plot panel, double weight = 1, IReadOnlyList<LegendEntry>? legend = null) => _panels.Add((panel, weight, legend ?? []));

    internal void WritePng(Stream stream, int width, int height)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        Draw(surface.Canvas, width, height);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(stream);
    }

    internal void WriteSvg(Stream stream, int width, int height)
    {
        // The canvas writes its last lines when it is closed, and Skia closes a managed stream with it.
        using var buffer = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(width, height), buffer))
        {
            Draw(canvas, width, height);
        }

        stream.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private void Draw(SKCanvas canvas, int width, int height)
    {
        canvas.Clear(Palette.Paper.ToSKColor());
        double weights = _panels.Sum(p => p.Weight);
        float room = height - HeaderHeight - TimeAxisHeight - (Gap * (_panels.Count - 1));
        float top = HeaderHeight;
        for (int i = 0; i < _panels.Count; i++)
        {
            bool last = i == _panels.Count - 1;
            Plot plot = _panels[i].Plot;
            float inner = (float)(room * _panels[i].Weight / weights);
            float below = last ? TimeAxisHeight : Gap / 2;
            float above = i == 0 ? 10 : Gap / 2;
            if (!last)
            {
                plot.Axes.Bottom.TickLabelStyle.IsVisible = false;
                plot.Axes.Bottom.Label.IsVisible = false;
            }

            plot.Layout.Fixed(new PixelPadding(Left, Right, below, above));

            // A plot clears the whole canvas before it draws.
            canvas.Save();
            canvas.ClipRect(new SKRect(0, top - above, width, top + inner + below));
            plot.Render(canvas, new PixelRect(0, width, top + inner + below, top - above));
            canvas.Restore();
            DrawLegend(canvas, _panels[i].Legend, width - Right + 12, top + 4);
            top += inner + Gap;
        }

        DrawHeader(canvas, width);
    }

    private void DrawHeader(SKCanvas canvas, int width)
    {
        using var ink = new SKPaint { Color = Palette.Ink.ToSKColor(), IsAntialias = true };
        using var muted = new SKPaint { Color = Palette.Muted.ToSKColor(), IsAntialias = true };
        using var large = new SKFont(EmbeddedFonts.Bold, 17);
        using var small = new SKFont(EmbeddedFonts.Regular, 12.5f);
        float room = width - Left - 20;
        canvas.DrawText(Shortened(_title, large, room), Left, 27, SKTextAlign.Left, large, ink);
        canvas.DrawText(Shortened(_subtitle, small, room), Left, 47, SKTextAlign.Left, small, muted);
    }

    private static void DrawLegend(SKCanvas canvas, IReadOnlyList<LegendEntry> entries, float left, float top)
    {
        using var ink = new SKPaint { Color = Palette.Ink.ToSKColor(), IsAntialias = true };
        using var font = new SKFont(EmbeddedFonts.Regular, 12);
        using var line = new SKPaint { StrokeWidth = 4, StrokeCap = SKStrokeCap.Round, IsAntialias = true };
        foreach (LegendEntry entry in entries)
        {
            line.Color = entry.Color.ToSKColor();
            canvas.DrawLine(left + 2, top + 8, left + 16, top + 8, line);
            canvas.DrawText(Shortened(entry.Label, font, Right - 38), left + 24, top + 12.5f, SKTextAlign.Left, font, ink);
            top += 21;
        }
    }

    private static string Shortened(string text, SKFont font, float room)
    {
        if (font.MeasureText(text) <= room)
        {
            return text;
        }

        int length = text.Length;
        while (length > 1 && font.MeasureText(text[..length] + "…") > room)
        {
            length--;
        }

        return text[..length] + "…";
    }
}
