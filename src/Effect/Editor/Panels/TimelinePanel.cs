using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using RealtimeEmotion.Effect.Editor.History;
using RealtimeEmotion.Engine.Emotions;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Panels;

/// <summary>
/// The history over the host's time: the probabilities stacked above, the waveform before and after the fade below, with the
/// fade's gain over it. One time axis for all; the pointer reads it, the wheel zooms, dragging moves.
/// </summary>
internal sealed class TimelinePanel : Element
{
    private const float TitleHeight = 28;
    private const float AxisHeight = 24;
    private const float WaveShare = 0.4f;
    private const float HighestGain = 1.2f;
    private const double ZoomStep = 1.25;

    private static readonly double[] Steps = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600];

    private readonly TimeView _view;
    private float[] _corners = [];
    private float[] _edges = [];
    private SKPoint[] _area = [];
    private SKPoint[] _points = [];
    private SKPoint[] _lower = [];
    private float[] _gains = [];
    private SKPoint[] _band = [];
    private float _cursor = -1;
    private float _dragFrom;
    private Drag _drag;
    private (int Version, long Edge, long Span, bool Follows) _shown;
    private ModelStatus _model;

    internal TimelinePanel(EditorContext context)
        : base(context)
    {
        _view = context.View;
        _model = context.Model;
    }

    private enum Drag
    {
        None,
        View,
        Thumb,
    }

    internal override bool CanFocus => true;

    internal override PointerShape PointerAt(float x, float y) => ThumbRoom.Contains(x, y) ? PointerShape.Horizontal : Plot.Contains(x, y) ? PointerShape.Cross : PointerShape.Arrow;

    internal override string? TooltipAt(float x, float y) => ThumbRoom.Contains(x, y)
        ? "Drag to move through the history."
        : null;

    /// <summary>Probabilities and waveform together.</summary>
    internal SKRect Plot => new(Bounds.Left + Theme.Padding, Bounds.Top + TitleHeight, Bounds.Right - Theme.Padding, Bounds.Bottom - AxisHeight);

    private SKRect WaveRoom => Plot with { Top = Plot.Bottom - (Plot.Height * WaveShare) + 3 };

    private SKRect StackRoom => Plot with { Bottom = Plot.Bottom - (Plot.Height * WaveShare) - 3 };

    private SKRect ThumbRoom => new(Plot.Left, Bounds.Bottom - 9, Plot.Right, Bounds.Bottom);

    internal override void Refresh()
    {
        EmotionHistory history = Context.History;
        if (!ReferenceEquals(_model, Context.Model))
        {
            _model = Context.Model;
            Invalidate();
        }

        // While it follows, the picture moves by whole points: less is not drawn.
        double perPoint = Math.Max(1, _view.SpanSamples(history) / Math.Max(1, Plot.Width));
        bool changes = _view.IsLive(history);
        var now = (changes ? history.Version : -1, (long)(_view.End(history) / perPoint), _view.SpanSamples(history), _view.Follows);
        if (now == _shown)
            return;
        _shown = now;
        Invalidate();
    }

    internal override void PointerDown(in PointerInput input)
    {
        if (input.Button != PointerButton.Primary)
            return;
        if (input.Clicks == 2 && Plot.Contains(input.X, input.Y))
        {
            _view.Reset();
            Context.Hold(false);
            Refresh();
            return;
        }

        _dragFrom = input.X;
        if (ThumbRoom.Contains(input.X, input.Y))
        {
            _drag = Drag.Thumb;
            SKRect thumb = Thumb();
            if (input.X < thumb.Left || input.X > thumb.Right)
            {
                double share = (input.X - Plot.Left) / Plot.Width;
                long length = Context.History.End - Context.History.Start;
                _view.MoveTo(Context.History, Context.History.Start + (long)(share * length) + (_view.SpanSamples(Context.History) / 2));
                Refresh();
            }
        }
        else if (Plot.Contains(input.X, input.Y))
        {
            _drag = Drag.View;
        }
    }

    internal override void PointerMove(in PointerInput input)
    {
        float delta = input.X - _dragFrom;
        if (_drag == Drag.View && delta != 0)
            _view.Pan(Context.History, -delta / Plot.Width * _view.SpanSeconds);
        else if (_drag == Drag.Thumb && delta != 0)
            _view.Pan(Context.History, delta / Plot.Width * (Context.History.End - Context.History.Start) / Context.History.SampleRate);
        _dragFrom = input.X;
        float cursor = Plot.Contains(input.X, input.Y) ? input.X : -1;
        if (cursor != _cursor)
        {
            _cursor = cursor;
            Invalidate();
        }

        Refresh();
    }

    internal override void PointerUp(in PointerInput input) => _drag = Drag.None;

    internal override bool Wheel(in PointerInput input, float steps, bool isHorizontal)
    {
        if (isHorizontal || input.Modifiers.HasFlag(EditorModifiers.Shift))
            _view.Pan(Context.History, (isHorizontal ? steps : -steps) * _view.SpanSeconds * 0.1);
        else
            _view.Zoom(Context.History, Math.Pow(ZoomStep, -steps), (input.X - Plot.Left) / Plot.Width);
        Refresh();
        return true;
    }

    internal override bool KeyDown(EditorKey key, char character, EditorModifiers modifiers)
    {
        switch (key)
        {
            case EditorKey.Left:
                _view.Pan(Context.History, -0.1 * _view.SpanSeconds);
                break;
            case EditorKey.Right:
                _view.Pan(Context.History, 0.1 * _view.SpanSeconds);
                break;
            case EditorKey.Up or EditorKey.PageUp:
                _view.Zoom(Context.History, 1 / ZoomStep, 1);
                break;
            case EditorKey.Down or EditorKey.PageDown:
                _view.Zoom(Context.History, ZoomStep, 1);
                break;
            case EditorKey.Home:
                _view.MoveTo(Context.History, 0);
                break;
            case EditorKey.End:
                _view.Follow();
                break;
            default:
                return false;
        }

        Refresh();
        return true;
    }

    /// <summary>Shows more (above 1) or less, keeping the right end.</summary>
    internal void Zoom(double factor)
    {
        _view.Zoom(Context.History, factor, 1);
        Refresh();
    }

    internal override void Draw(Painter painter)
    {
        Card.DrawGround(painter, Bounds);
        painter.Title("HISTORY", Bounds.Left + Theme.Padding, Bounds.Top + 14);
        SKRect stack = StackRoom;
        SKRect wave = WaveRoom;
        painter.FillRound(stack, 4, Theme.Well);
        painter.FillRound(wave, 4, Theme.Well);

        // Samples, not pixels, decide where the columns lie, so that nothing shimmers while the picture moves.
        EmotionHistory history = Context.History;
        int columns = Math.Max(2, (int)MathF.Round(Plot.Width * painter.Scale));
        Prepare(columns);
        long span = _view.SpanSamples(history);
        double perColumn = Math.Max(1, (double)span / columns);
        long end = (long)(Math.Floor(_view.End(history) / perColumn) * perColumn);

        painter.Canvas.Save();
        painter.Canvas.ClipRect(painter.Snap(Plot));
        for (int quarter = 1; quarter < 4; quarter++)
            painter.Horizontal(stack.Left, stack.Right, stack.Top + (stack.Height * quarter / 4), Theme.Grid);
        DrawStack(painter, stack, end, span);
        DrawWave(painter, wave, columns, end, perColumn);
        painter.Canvas.Restore();

        DrawLegend(painter);
        DrawAxis(painter, end, span);
        DrawThumb(painter);
        if (_cursor >= 0)
            DrawCursor(painter, end, span);
        else
            DrawEmpty(painter, stack);
        DrawFocus(painter, Bounds, Theme.Radius);
    }

    protected override void OnHover()
    {
        if (!IsHovered)
            _cursor = -1;
    }

    private void Prepare(int columns)
    {
        if (_points.Length > columns)
            return;
        _points = new SKPoint[columns + 1];
        _band = new SKPoint[(2 * columns) + 2];
        _lower = new SKPoint[columns + 1];
        _gains = new float[columns + 1];
    }

    private void DrawStack(Painter painter, SKRect room, long end, long span)
    {
        EmotionHistory history = Context.History;
        int labels = _model.Labels.Count;
        if (history.EstimateCount == 0 || labels == 0)
            return;

        // A corner at each estimate, as far as they are half a pixel apart: straight lines do the rest.
        double apart = 0.5 * span / (Plot.Width * painter.Scale);
        int corners = 0;
        double last = double.NegativeInfinity;
        int index = Math.Max(0, history.EstimatesUpTo(end - span) - 1);
        for (; index < history.EstimateCount; index++)
        {
            ref readonly EmotionEstimate estimate = ref history.Estimate(index);
            bool joins = index > 0 && !history.Estimate(index - 1).IsSilent && estimate.EndSample - history.Estimate(index - 1).EndSample <= Reach;
            if (estimate.IsSilent || !joins)
            {
                // Behind the last one before a gap, what it said holds for a while.
                if (corners > 0 && !estimate.IsSilent)
                    AddCorner(ref corners, Math.Min(history.Estimate(index - 1).EndSample + Reach, end), index - 1, end, span);
                DrawAreas(painter, room, corners);
                corners = 0;
                last = double.NegativeInfinity;
            }

            if (estimate.IsSilent)
                continue;
            if (corners == 0 && index == 0)
                AddCorner(ref corners, Math.Max(history.Start, estimate.EndSample - Reach), index, end, span);
            if (estimate.EndSample - last < apart)
                continue;
            last = estimate.EndSample;
            AddCorner(ref corners, estimate.EndSample, index, end, span);
            if (estimate.EndSample > end)
                break;
        }

        if (corners > 0 && index == history.EstimateCount)
            AddCorner(ref corners, Math.Min(history.Estimate(index - 1).EndSample + Reach, end), index - 1, end, span);
        DrawAreas(painter, room, corners);
    }

    private void AddCorner(ref int corners, double sample, int index, long end, long span)
    {
        ref readonly EmotionEstimate estimate = ref Context.History.Estimate(index);
        int rows = _model.Labels.Count + 1;
        if (_corners.Length <= corners)
        {
            Array.Resize(ref _corners, Math.Max(256, 2 * corners));
            Array.Resize(ref _edges, _corners.Length * (EmotionProbabilities.Capacity + 1));
            Array.Resize(ref _area, 2 * _corners.Length);
        }

        _corners[corners] = Plot.Right - (float)((end - sample) / span * Plot.Width);
        float sum = 0;
        _edges[corners * rows] = 0;
        for (int k = 1; k < rows; k++)
        {
            sum += k <= estimate.LabelCount ? estimate.Probabilities[k - 1] : 0;
            _edges[(corners * rows) + k] = Math.Min(sum, 1);
        }

        corners++;
    }

    /// <summary>The areas of a stretch without gaps.</summary>
    private void DrawAreas(Painter painter, SKRect room, int corners)
    {
        int labels = _model.Labels.Count;
        int rows = labels + 1;
        for (int label = 0; label < labels && corners > 1; label++)
        {
            for (int k = 0; k < corners; k++)
            {
                ReadOnlySpan<float> edges = _edges.AsSpan(k * rows, rows);
                _area[k] = new SKPoint(_corners[k], room.Bottom - (room.Height * edges[label + 1]));
                _area[(2 * corners) - 1 - k] = new SKPoint(_corners[k], room.Bottom - (room.Height * edges[label]));
            }

            painter.Polygon(_area.AsSpan(0, 2 * corners), Theme.OfEmotion(_model.Labels[label], label).WithAlpha(0xC4));
            if (label < labels - 1)
                painter.Polyline(_area.AsSpan(0, corners), Theme.Well, 1);
        }
    }

    /// <summary>The edges between the stacked probabilities at a sample, as they are drawn; false where nothing is known.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="edges">From 0 (below the first class) to 1 (above the last).</param>
    private bool TryMix(long sample, Span<float> edges)
    {
        EmotionHistory history = Context.History;
        int next = history.EstimatesUpTo(sample);
        if (sample < history.Start || history.EstimateCount == 0)
            return false;
        bool hasBefore = next > 0 && sample - history.Estimate(next - 1).EndSample <= Reach;
        bool hasAfter = next < history.EstimateCount && history.Estimate(next).EndSample - sample <= Reach;
        if (!hasBefore && (!hasAfter || next > 0))
            return false;
        ref readonly EmotionEstimate before = ref history.Estimate(hasBefore ? next - 1 : next);
        ref readonly EmotionEstimate after = ref history.Estimate(hasAfter ? next : next - 1);
        if (before.IsSilent || after.IsSilent)
            return false;
        double gap = after.EndSample - before.EndSample;
        float share = gap > 0 ? (float)((sample - before.EndSample) / gap) : 0;
        float sum = 0;
        edges[0] = 0;
        for (int k = 0; k < edges.Length - 1; k++)
        {
            float from = k < before.LabelCount ? before.Probabilities[k] : 0;
            float to = k < after.LabelCount ? after.Probabilities[k] : 0;
            sum += from + ((to - from) * share);
            edges[k + 1] = Math.Min(sum, 1);
        }

        return true;
    }

    /// <summary>An estimate describes the stretch up to its end; apart by more than this many samples, nothing was heard in between.</summary>
    private long Reach => Context.History.SampleRate * 3L / 2;

    private void DrawWave(Painter painter, SKRect room, int columns, long end, double perColumn)
    {
        EmotionHistory history = Context.History;
        float middle = room.MidY;
        painter.Horizontal(room.Left, room.Right, middle, Theme.Grid);
        if (history.PointCount == 0)
            return;

        float half = (room.Height / 2) - 2;
        double start = end - (columns * perColumn);
        int index = Math.Max(0, history.PointsUpTo((long)start) - 1);
        int count = 0;
        for (int column = 0; column < columns; column++)
        {
            double from = start + (column * perColumn);
            double to = from + perColumn;
            WaveformPoint point = history.Point(index);

            // At a deep zoom a column is shorter than a point, which then goes on; behind its end nothing was recorded.
            bool isKnown = point.Position < to && point.Position + history.PointLength > from;
            (float low, float high, float gain) = isKnown ? (point.Minimum, point.Maximum, point.Gain) : (0, 0, 0);
            while (index + 1 < history.PointCount && history.Point(index + 1).Position < to)
            {
                point = history.Point(++index);
                (low, high) = isKnown ? (Math.Min(low, point.Minimum), Math.Max(high, point.Maximum)) : (point.Minimum, point.Maximum);
                gain = point.Gain;
                isKnown = true;
            }

            if (!isKnown)
            {
                DrawRun(painter, room, count);
                count = 0;
                continue;
            }

            float x = room.Left + (room.Width * (column + 0.5f) / columns);
            _points[count] = new SKPoint(x, middle - (half * Math.Clamp(high, -1, 1)));
            _lower[count] = new SKPoint(x, middle - (half * Math.Clamp(low, -1, 1)));
            _gains[count] = gain;
            count++;
        }

        DrawRun(painter, room, count);
    }

    /// <summary>A stretch of the waveform without gaps.</summary>
    private void DrawRun(Painter painter, SKRect room, int count)
    {
        if (count < 2)
            return;
        DrawBand(painter, count, room.MidY, Theme.Wave, isFaded: false);
        DrawBand(painter, count, room.MidY, Theme.WaveFaded, isFaded: true);
        DrawGain(painter, room, count);
    }

    /// <summary>The gain as a line with corners only where it changes: it mostly does not.</summary>
    private void DrawGain(Painter painter, SKRect room, int count)
    {
        int corners = 0;
        for (int k = 0; k < count; k++)
        {
            var place = new SKPoint(_points[k].X, room.Bottom - 2 - ((room.Height - 4) * Math.Clamp(_gains[k], 0, HighestGain) / HighestGain));
            if (corners >= 2 && _band[corners - 1].Y == place.Y && _band[corners - 2].Y == place.Y)
                _band[corners - 1] = place;
            else
                _band[corners++] = place;
        }

        painter.Polyline(_band.AsSpan(0, corners), Theme.Accent, 1.5f);
    }

    /// <summary>The waveform as a band at least a pixel thick; faded, as loud as the gain leaves it.</summary>
    private void DrawBand(Painter painter, int count, float middle, SKColor color, bool isFaded)
    {
        float least = 0.5f / painter.Scale;
        Span<SKPoint> band = _band.AsSpan(0, 2 * count);
        for (int k = 0; k < count; k++)
        {
            float gain = isFaded ? _gains[k] : 1;
            float upper = middle + ((_points[k].Y - middle) * gain);
            float lower = middle + ((_lower[k].Y - middle) * gain);
            band[k] = new SKPoint(_points[k].X, Math.Min(upper, middle - least));
            band[(2 * count) - 1 - k] = new SKPoint(_points[k].X, Math.Max(lower, middle + least));
        }

        painter.HardPolygon(band, color);
    }

    private void DrawLegend(Painter painter)
    {
        // Between the heading and the buttons, where there is room.
        float x = Bounds.Left + Theme.Padding + painter.Measure("HISTORY", Theme.TitleText, Weight.Medium, 0.9f) + 18;
        float middle = Bounds.Top + 14;
        for (int k = 0; k < _model.Labels.Count; k++)
        {
            string name = Context.Names[k];
            float width = 12 + painter.Measure(name, Theme.SmallText);
            if (x + width > LegendEnd)
                return;
            painter.FillRound(new SKRect(x, middle - 4, x + 8, middle + 4), 2, Theme.OfEmotion(_model.Labels[k], k));
            painter.Text(name, x + 12, middle, Theme.SmallText, Theme.Body);
            x += width + 14;
        }
    }

    /// <summary>Where the buttons of the title row begin.</summary>
    internal float LegendEnd { get; set; }

    private void DrawAxis(Painter painter, long end, long span)
    {
        EmotionHistory history = Context.History;
        SKRect plot = Plot;
        float middle = plot.Bottom + 9;
        Span<char> text = stackalloc char[24];
        double step = Steps[^1];
        foreach (double candidate in Steps)
        {
            if (plot.Width * candidate / _view.SpanSeconds >= 64)
            {
                step = candidate;
                break;
            }
        }

        long start = end - span;
        float free = plot.Left;
        for (int k = 0; k < history.MarkCount; k++)
        {
            HistoryMark mark = history.Mark(k);
            long from = k == 0 ? start : Math.Max(start, mark.Stream);
            long to = k + 1 < history.MarkCount ? Math.Min(end, history.Mark(k + 1).Stream) : end;
            if (from >= to)
                continue;
            if (k > 0 && mark.Stream > start)
                painter.Vertical(XOf(mark.Stream, end, span), plot.Top, plot.Bottom, Theme.Muted.WithAlpha(0x80));
            long stepSamples = Math.Max(1, (long)(step * history.SampleRate));
            long project = history.ProjectAt(from);
            long tick = (long)Math.Ceiling((double)project / stepSamples) * stepSamples;
            for (; from + (tick - project) < to; tick += stepSamples)
            {
                if (tick < 0)
                    continue;
                float x = XOf(from + (tick - project), end, span);
                int length = FormatTime(text, (double)tick / history.SampleRate, step < 1 ? 1 : 0);
                float width = painter.Measure(text[..length], Theme.TinyText);
                float left = x - (width / 2);
                if (left < free || x + (width / 2) > plot.Right)
                    continue;
                painter.Vertical(x, plot.Top, plot.Bottom, Theme.Ink.WithAlpha(0x12));
                painter.Text(text[..length], x, middle, Theme.TinyText, Theme.Muted, Align.Center);
                free = left + width + 8;
            }
        }
    }

    private SKRect Thumb()
    {
        EmotionHistory history = Context.History;
        double length = Math.Max(1, history.End - history.Start);
        double right = Math.Clamp((_view.End(history) - history.Start) / length, 0, 1);
        double left = Math.Clamp((_view.End(history) - _view.SpanSamples(history) - history.Start) / length, 0, right);
        float to = Plot.Left + (Plot.Width * (float)right);
        float from = Math.Min(Plot.Left + (Plot.Width * (float)left), to - 12);
        return new SKRect(from, Bounds.Bottom - 6, to, Bounds.Bottom - 3);
    }

    private void DrawThumb(Painter painter)
    {
        if (Context.History.End - Context.History.Start <= _view.SpanSamples(Context.History))
            return;
        painter.FillRound(new SKRect(Plot.Left, Bounds.Bottom - 6, Plot.Right, Bounds.Bottom - 3), 1.5f, Theme.Well);
        painter.FillRound(Thumb(), 1.5f, _drag == Drag.Thumb ? Theme.Muted : Theme.Faint);
    }

    private void DrawEmpty(Painter painter, SKRect room)
    {
        if (Context.History.EstimateCount == 0 && Context.History.PointCount == 0)
            painter.Text("The history begins with the first music.", room.MidX, room.MidY, Theme.Text, Theme.Faint, Align.Center);
    }

    private void DrawCursor(Painter painter, long end, long span)
    {
        EmotionHistory history = Context.History;
        SKRect plot = Plot;
        painter.Vertical(_cursor, plot.Top, plot.Bottom, Theme.Ink.WithAlpha(0xA0));
        long sample = end - (long)((plot.Right - _cursor) / plot.Width * span);
        if (sample < history.Start || sample > history.End)
            return;

        Span<float> edges = stackalloc float[_model.Labels.Count + 1];
        bool isHeard = _model.Labels.Count > 0 && TryMix(sample, edges);
        int lines = (isHeard ? _model.Labels.Count : 1) + 2;
        const float Line = 15;
        const float Width = 112;
        float height = (lines * Line) + 10;
        float left = _cursor + Width + 10 > plot.Right ? _cursor - Width - 8 : _cursor + 8;
        float top = Math.Clamp(plot.Top + 6, Bounds.Top + 2, Bounds.Bottom - height - 2);
        var box = new SKRect(left, top, left + Width, top + height);
        painter.FillRound(box, 5, Theme.Window.WithAlpha(0xF0));
        painter.Outline(box, 5, Theme.PanelEdge);

        Span<char> text = stackalloc char[32];
        float middle = top + 5 + (Line / 2);
        int length = FormatTime(text, (double)history.ProjectAt(sample) / history.SampleRate, 2);
        painter.Text(text[..length], left + 8, middle, Theme.SmallText, Theme.Ink, weight: Weight.Medium);
        middle += Line;
        if (!isHeard)
        {
            painter.Text("silence", left + 8, middle, Theme.SmallText, Theme.Muted);
            middle += Line;
        }

        for (int k = 0; isHeard && k < _model.Labels.Count; k++)
        {
            text.TryWrite($"{(edges[k + 1] - edges[k]) * 100:F0} %", out length);
            painter.FillRound(new SKRect(left + 8, middle - 3.5f, left + 15, middle + 3.5f), 2, Theme.OfEmotion(_model.Labels[k], k));
            painter.TextWithin(Context.Names[k], left + 20, middle, 54, Theme.SmallText, Theme.Body);
            painter.Text(text[..length], box.Right - 8, middle, Theme.SmallText, Theme.Ink, Align.Right);
            middle += Line;
        }

        int index = history.PointsUpTo(sample) - 1;
        if (index < 0)
            return;
        double gain = 20 * Math.Log10(history.Point(index).Gain);
        if (gain > EffectParameters.SilenceDecibels)
            text.TryWrite($"{gain:F1} dB", out length);
        else
            text.TryWrite($"-inf dB", out length);
        painter.Text("Gain", left + 8, middle, Theme.SmallText, Theme.Accent);
        painter.Text(text[..length], box.Right - 8, middle, Theme.SmallText, Theme.Ink, Align.Right);
    }

    private float XOf(long sample, long end, long span) => Plot.Right - (float)((end - sample) / (double)span * Plot.Width);

    private static int FormatTime(Span<char> text, double seconds, int decimals)
    {
        // In whole hundredths, so that no number format needs memory.
        long hundredths = (long)Math.Round(Math.Abs(seconds) * 100);
        string sign = seconds < 0 && hundredths > 0 ? "-" : "";
        long minutes = hundredths / 6000;
        long rest = hundredths / 100 % 60;
        int length;
        switch (decimals)
        {
            case 0:
                text.TryWrite($"{sign}{minutes}:{rest:D2}", out length);
                break;
            case 1:
                text.TryWrite($"{sign}{minutes}:{rest:D2}.{hundredths / 10 % 10}", out length);
                break;
            default:
                text.TryWrite($"{sign}{minutes}:{rest:D2}.{hundredths % 100:D2}", out length);
                break;
        }

        return length;
    }
}
