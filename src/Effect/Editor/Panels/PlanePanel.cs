using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using RealtimeEmotion.Engine.Emotions;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Panels;

/// <summary>The valence-arousal plane: where the music is now, and how it came there.</summary>
internal sealed class PlanePanel : Element
{
    private const double TrailSeconds = 20;
    private const int TrailLength = 120;
    private const float NameSize = Theme.TinyText;

    private readonly SKPoint[] _segment = new SKPoint[2];
    private readonly SKRect[] _names = new SKRect[EmotionProbabilities.Capacity + 2];
    private int _named;
    private int _version = -1;
    private ModelStatus _model;
    private bool _isHeld;

    internal PlanePanel(EditorContext context)
        : base(context)
    {
        _model = context.Model;
    }

    internal override PointerShape PointerAt(float x, float y) => PlaneOf(Bounds).Contains(x, y) ? PointerShape.Cross : PointerShape.Arrow;

    internal override string? TooltipAt(float x, float y)
    {
        SKRect plane = PlaneOf(Bounds);
        if (!plane.Contains(x, y))
            return null;
        double valence = ((x - plane.Left) / plane.Width * 2) - 1;
        double arousal = 1 - ((y - plane.Top) / plane.Height * 2);
        return $"Valence {valence:+0.00;-0.00;0.00}, arousal {arousal:+0.00;-0.00;0.00}\nRight is pleasant, up is excited. The trail is the last {TrailSeconds:F0} s.";
    }

    internal override void Refresh()
    {
        if (!ReferenceEquals(_model, Context.Model) || _isHeld != Context.IsHeld)
        {
            _model = Context.Model;
            _isHeld = Context.IsHeld;
            Invalidate();
        }

        if (_isHeld || _version == Context.History.Version)
            return;
        _version = Context.History.Version;
        Invalidate();
    }

    internal override void Draw(Painter painter)
    {
        Card.DrawGround(painter, Bounds);
        painter.Title(Bounds.Width >= 150 ? "VALENCE · AROUSAL" : "PLANE", Bounds.Left + Theme.Padding, Bounds.Top + 14);
        SKRect plane = PlaneOf(Bounds);
        painter.FillRound(plane, 4, Theme.Well);
        for (int k = 1; k < 4; k++)
        {
            float share = k / 4f;
            SKColor color = k == 2 ? Theme.Track : Theme.Grid;
            painter.Vertical(plane.Left + (plane.Width * share), plane.Top, plane.Bottom, color);
            painter.Horizontal(plane.Left, plane.Right, plane.Top + (plane.Height * share), color);
        }

        _named = 0;
        for (int k = 0; k < _model.Labels.Count; k++)
            DrawAnchor(painter, plane, k);
        DrawName(painter, "pleasant", Theme.Faint, plane, plane.Right, plane.MidY - 8);
        DrawName(painter, "excited", Theme.Faint, plane, plane.MidX + 22, plane.Top + 8);
        DrawTrail(painter, plane);
    }

    private static SKRect PlaneOf(SKRect bounds)
    {
        const float Top = 26;
        float side = Math.Min(bounds.Width - (2 * Theme.Padding), bounds.Height - Top - Theme.Padding);
        float left = bounds.MidX - (side / 2);
        float top = bounds.Top + Top + ((bounds.Height - Top - Theme.Padding - side) / 2);
        return new SKRect(left, top, left + side, top + side);
    }

    private static SKPoint PlaceOf(SKRect plane, float valence, float arousal)
    {
        // Half a mark's width inside the frame at ±1.
        const float Inset = 6;
        float half = (plane.Width / 2) - Inset;
        return new SKPoint(plane.MidX + (Math.Clamp(valence, -1, 1) * half), plane.MidY - (Math.Clamp(arousal, -1, 1) * half));
    }

    private void DrawAnchor(Painter painter, SKRect plane, int index)
    {
        if (index >= _model.Valence.Count || index >= _model.Arousal.Count)
            return;
        SKPoint place = PlaceOf(plane, _model.Valence[index], _model.Arousal[index]);
        string label = _model.Labels[index];
        SKColor color = Theme.OfEmotion(label, index);
        painter.Ring(place.X, place.Y, 4, color.WithAlpha(0xC0), 1.5f);
        string name = Context.Names[index];
        bool isLow = place.Y + 18 > plane.Bottom;
        if (!DrawName(painter, name, color.WithAlpha(0xD8), plane, place.X, place.Y + (isLow ? -12 : 12)))
            DrawName(painter, name, color.WithAlpha(0xD8), plane, place.X, place.Y + (isLow ? 12 : -12));
    }

    /// <summary>Writes a name where none stands yet.</summary>
    private bool DrawName(Painter painter, string name, SKColor color, SKRect plane, float x, float y)
    {
        float half = painter.Measure(name, NameSize) / 2;
        x = Math.Clamp(x, plane.Left + half + 4, plane.Right - half - 4);
        var box = new SKRect(x - half - 3, y - 6, x + half + 3, y + 6);
        for (int k = 0; k < _named; k++)
        {
            if (_names[k].IntersectsWith(box))
                return false;
        }

        if (!plane.Contains(box) || _named == _names.Length)
            return false;
        _names[_named++] = box;
        painter.Text(name, x, y, NameSize, color, Align.Center);
        return true;
    }

    private void DrawTrail(Painter painter, SKRect plane)
    {
        int count = Context.History.EstimateCount;
        if (count == 0)
            return;
        long now = Context.History.Estimate(count - 1).EndSample;
        double reach = TrailSeconds * Context.History.SampleRate;
        int first = Math.Max(0, count - TrailLength);
        bool hasBefore = false;
        for (int k = first; k < count; k++)
        {
            EmotionEstimate estimate = Context.History.Estimate(k);
            double age = (now - estimate.EndSample) / reach;
            if (estimate.IsSilent || age > 1)
            {
                hasBefore = false;
                continue;
            }

            SKPoint place = PlaceOf(plane, estimate.Valence, estimate.Arousal);
            _segment[0] = _segment[1];
            _segment[1] = place;
            if (hasBefore)
                painter.Polyline(_segment, ColorOf(estimate).WithAlpha((byte)(0x18 + ((1 - age) * 0xB0))), 1 + (float)((1 - age) * 1.25));
            hasBefore = true;
        }

        EmotionEstimate latest = Context.History.Estimate(count - 1);
        if (latest.IsSilent)
            return;
        SKPoint head = PlaceOf(plane, latest.Valence, latest.Arousal);
        SKColor color = ColorOf(latest);
        painter.Circle(head.X, head.Y, 11, color.WithAlpha(0x38));
        painter.Circle(head.X, head.Y, 5.5f, color);
        painter.Ring(head.X, head.Y, 5.5f, Theme.Ink, 1.5f);
    }

    private SKColor ColorOf(in EmotionEstimate estimate)
        => (uint)estimate.TopIndex < (uint)_model.Labels.Count ? Theme.OfEmotion(_model.Labels[estimate.TopIndex], estimate.TopIndex) : Theme.Muted;
}
