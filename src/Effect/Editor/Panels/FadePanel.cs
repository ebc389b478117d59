using RealtimeEmotion.Effect.Editor.Controls;
using RealtimeEmotion.Effect.Editor.Drawing;
using RealtimeEmotion.Engine.Fades;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Panels;

/// <summary>
/// The fade as a picture that can be taken by its handles: lengths left and right (each half is a time axis from 1 ms to a
/// minute, by equal ratios), the floor, and the steepness of the sigmoid.
/// </summary>
internal sealed class FadePanel : Element
{
    private const float Grip = 9;
    private const int CurvePoints = 96;
    private const double FineFactor = 0.1;

    private static readonly double[] Ticks = [0.01, 0.1, 1, 10];
    private static readonly string[] TickNames = ["10 ms", "0.1 s", "1 s", "10 s"];

    private static readonly ParameterId[] Shown =
    [
        ParameterId.FadeInTime, ParameterId.FadeOutTime, ParameterId.FadeInBeats, ParameterId.FadeOutBeats, ParameterId.FadeInCurve,
        ParameterId.FadeOutCurve, ParameterId.Shape, ParameterId.Floor,
    ];

    private readonly double[] _values = new double[Shown.Length];
    private readonly SKPoint[] _curve = new SKPoint[(2 * CurvePoints) + 4];
    private string _inText = "";
    private string _outText = "";
    private string _floorText = "";
    private double _gain = double.NaN;
    private FadeHandle _hovered;
    private FadeHandle _dragged;
    private float _lastX;
    private float _lastY;
    private double _value;

    internal FadePanel(EditorContext context)
        : base(context)
    {
        Refresh();
    }

    internal override bool IsInteractive => true;

    /// <summary>The room of the curve itself.</summary>
    internal SKRect Graph => new(Bounds.Left + Theme.Padding, Bounds.Top + 28, Bounds.Right - Theme.Padding, Bounds.Bottom - 52);

    /// <summary>Where a handle is.</summary>
    internal SKPoint PlaceOf(FadeHandle handle)
    {
        SKRect graph = Graph;
        float half = HalfOf(graph);
        return handle switch
        {
            FadeHandle.FadeIn => new SKPoint(graph.Left + (half * (float)Length(FadeHandle.FadeIn)), YOf(graph, 1)),
            FadeHandle.FadeOut => new SKPoint(graph.Right - (half * (float)Length(FadeHandle.FadeOut)), YOf(graph, 1)),
            FadeHandle.Floor => new SKPoint(graph.Right - 1, YOf(graph, FloorGain)),
            FadeHandle.Shape => ShapePlace(graph, half),
            _ => default,
        };
    }

    internal override ParameterId? ParameterAt(float x, float y) => HandleAt(x, y) is var handle && handle == FadeHandle.None ? null : ParameterOf(handle);

    internal override PointerShape PointerAt(float x, float y) => (_dragged != FadeHandle.None ? _dragged : HandleAt(x, y)) switch
    {
        FadeHandle.FadeIn or FadeHandle.FadeOut => PointerShape.Horizontal,
        FadeHandle.Floor or FadeHandle.Shape => PointerShape.Vertical,
        _ => PointerShape.Arrow,
    };

    internal override string? TooltipAt(float x, float y)
    {
        FadeHandle handle = HandleAt(x, y);
        if (handle == FadeHandle.None)
            return Graph.Contains(x, y) ? "The fade's curve\nDrag its handles: lengths above, the floor at the right." : null;
        ParameterId id = ParameterOf(handle);
        return ParameterElement.TooltipOf(EffectParameters.Of(id), Context.Session.GetNormalised(id));
    }

    internal override void Refresh()
    {
        bool hasChanged = false;
        for (int k = 0; k < Shown.Length; k++)
        {
            double value = Context.Session.GetNormalised(Shown[k]);
            if (value == _values[k])
                continue;
            _values[k] = value;
            hasChanged = true;
        }

        if (hasChanged || _inText.Length == 0)
        {
            _inText = LengthText("In", ParameterId.FadeInTime, ParameterId.FadeInBeats);
            _outText = LengthText("Out", ParameterId.FadeOutTime, ParameterId.FadeOutBeats);
            _floorText = $"Floor {EffectParameters.Of(ParameterId.Floor).FormatWithUnits(PlainOf(ParameterId.Floor))}";
            Invalidate();
        }

        double gain = Math.Round(Context.Session.Telemetry.Gain * 250) / 250;
        if (gain == _gain)
            return;
        _gain = gain;
        Invalidate();
    }

    internal override void PointerDown(in PointerInput input)
    {
        FadeHandle handle = HandleAt(input.X, input.Y);
        if (handle == FadeHandle.None)
            return;
        EffectParameter parameter = EffectParameters.Of(ParameterOf(handle));
        if (input.Button == PointerButton.Secondary)
        {
            if (parameter.Kind == ParameterKind.Continuous)
                Context.OpenEntry(parameter.Id, EntryBox(handle));
            return;
        }

        if (input.Clicks == 2 || input.Modifiers.HasFlag(EditorModifiers.Control))
        {
            Context.Gesture.Set(parameter.Id, parameter.DefaultNormalised);
            Refresh();
            return;
        }

        _dragged = handle;
        (_lastX, _lastY) = (input.X, input.Y);
        _value = Context.Session.GetNormalised(parameter.Id);
        Invalidate();
    }

    internal override void PointerMove(in PointerInput input)
    {
        if (_dragged == FadeHandle.None)
        {
            FadeHandle hovered = HandleAt(input.X, input.Y);
            if (hovered != _hovered)
            {
                _hovered = hovered;
                Invalidate();
            }

            return;
        }

        if (input.X == _lastX && input.Y == _lastY)
            return;
        double fine = input.Modifiers.HasFlag(EditorModifiers.Shift) ? FineFactor : 1;
        SKRect graph = Graph;
        ParameterId id = ParameterOf(_dragged);
        switch (_dragged)
        {
            case FadeHandle.FadeIn:
                _value += (input.X - _lastX) / HalfOf(graph) * fine;
                break;
            case FadeHandle.FadeOut:
                _value += (_lastX - input.X) / HalfOf(graph) * fine;
                break;
            case FadeHandle.Floor:
                _value = FloorAfter(graph, (_lastY - input.Y) * fine);
                break;
            case FadeHandle.Shape:
                _value += (_lastY - input.Y) / graph.Height * 2 * fine;
                break;
        }

        (_lastX, _lastY) = (input.X, input.Y);
        _value = Math.Clamp(_value, 0, 1);
        Context.Gesture.Begin(id);
        EffectParameter parameter = EffectParameters.Of(id);
        Context.Gesture.Perform(parameter.Kind == ParameterKind.Continuous ? _value : parameter.ToNormalised(parameter.ToPlain(_value)));
        Refresh();
    }

    internal override void PointerUp(in PointerInput input)
    {
        if (_dragged == FadeHandle.None)
            return;
        _dragged = FadeHandle.None;
        Context.Gesture.End();
        Invalidate();
    }

    internal override bool Wheel(in PointerInput input, float steps, bool isHorizontal)
    {
        FadeHandle handle = HandleAt(input.X, input.Y);
        if (handle == FadeHandle.None || isHorizontal || _dragged != FadeHandle.None)
            return false;
        EffectParameter parameter = EffectParameters.Of(ParameterOf(handle));
        double value = Context.Session.GetNormalised(parameter.Id);
        double step = parameter.StepCount > 0 ? 1.0 / parameter.StepCount : 0.02 * (input.Modifiers.HasFlag(EditorModifiers.Shift) ? FineFactor : 1);
        Context.Gesture.Set(parameter.Id, value + (steps * step));
        Refresh();
        return true;
    }

    internal override void Draw(Painter painter)
    {
        Card.DrawGround(painter, Bounds);
        painter.Title("FADE", Bounds.Left + Theme.Padding, Bounds.Top + 14);
        SKRect graph = Graph;
        float half = HalfOf(graph);
        painter.FillRound(graph, 4, Theme.Well);
        DrawGrid(painter, graph, half);
        DrawCurve(painter, graph, half);
        DrawGain(painter, graph);
        DrawHandle(painter, FadeHandle.Floor);
        if (HasShape)
            DrawHandle(painter, FadeHandle.Shape);
        DrawHandle(painter, FadeHandle.FadeIn);
        DrawHandle(painter, FadeHandle.FadeOut);

        float middle = Bounds.Top + 14;
        painter.Text(_inText, graph.MidX - 10, middle, Theme.SmallText, Theme.Body, Align.Right);
        painter.Text(_outText, graph.MidX + 10, middle, Theme.SmallText, Theme.Body);
        if (painter.Measure(_outText, Theme.SmallText) + painter.Measure(_floorText, Theme.SmallText) + 20 <= graph.Width / 2)
            painter.Text(_floorText, graph.Right, middle, Theme.SmallText, Theme.Body, Align.Right);
    }

    protected override void OnHover() => _hovered = FadeHandle.None;

    private static float HalfOf(SKRect graph) => (graph.Width / 2) - 14;

    private static float YOf(SKRect graph, double gain) => graph.Bottom - 2 - ((graph.Height - 12) * (float)gain);

    private double FloorGain
    {
        get
        {
            double floor = PlainOf(ParameterId.Floor);
            return floor <= EffectParameters.SilenceDecibels ? 0 : Math.Pow(10, floor / 20);
        }
    }

    private bool HasShape => CurveOf(ParameterId.FadeInCurve) == FadeCurve.Sigmoid || CurveOf(ParameterId.FadeOutCurve) == FadeCurve.Sigmoid;

    private double PlainOf(ParameterId id) => EffectParameters.Of(id).ToPlain(Context.Session.GetNormalised(id));

    private FadeCurve CurveOf(ParameterId id) => (FadeCurve)(int)PlainOf(id);

    /// <summary>The parameter that a handle moves now: a length in beats is a choice, in seconds a time.</summary>
    private ParameterId ParameterOf(FadeHandle handle) => handle switch
    {
        FadeHandle.FadeIn => PlainOf(ParameterId.FadeInBeats) > 0 ? ParameterId.FadeInBeats : ParameterId.FadeInTime,
        FadeHandle.FadeOut => PlainOf(ParameterId.FadeOutBeats) > 0 ? ParameterId.FadeOutBeats : ParameterId.FadeOutTime,
        FadeHandle.Floor => ParameterId.Floor,
        _ => ParameterId.Shape,
    };

    private double Length(FadeHandle handle) => Context.Session.GetNormalised(ParameterOf(handle));

    private double GainOf(ParameterId curve, double position)
        => FloorGain + ((1 - FloorGain) * FadeCurves.Gain(CurveOf(curve), position, PlainOf(ParameterId.Shape)));

    private SKPoint ShapePlace(SKRect graph, float half)
    {
        const double Position = 0.7;
        return CurveOf(ParameterId.FadeInCurve) == FadeCurve.Sigmoid
            ? new SKPoint(graph.Left + (half * (float)(Length(FadeHandle.FadeIn) * Position)), YOf(graph, GainOf(ParameterId.FadeInCurve, Position)))
            : new SKPoint(graph.Right - (half * (float)(Length(FadeHandle.FadeOut) * Position)), YOf(graph, GainOf(ParameterId.FadeOutCurve, Position)));
    }

    /// <summary>The floor's normalised value after the handle has moved up by so many points.</summary>
    private double FloorAfter(SKRect graph, double up)
    {
        double gain = FloorGain + (up / (graph.Height - 12));
        EffectParameter floor = EffectParameters.Of(ParameterId.Floor);
        return gain <= 0 ? 0 : floor.ToNormalised(20 * Math.Log10(gain));
    }

    private FadeHandle HandleAt(float x, float y)
    {
        FadeHandle nearest = FadeHandle.None;
        float best = Grip * Grip;
        foreach (FadeHandle handle in (ReadOnlySpan<FadeHandle>)[FadeHandle.FadeIn, FadeHandle.FadeOut, FadeHandle.Shape, FadeHandle.Floor])
        {
            if (handle == FadeHandle.Shape && !HasShape)
                continue;
            SKPoint place = PlaceOf(handle);
            float distance = ((place.X - x) * (place.X - x)) + ((place.Y - y) * (place.Y - y));
            if (distance > best)
                continue;
            best = distance;
            nearest = handle;
        }

        return nearest;
    }

    private SKRect EntryBox(FadeHandle handle)
    {
        SKPoint place = PlaceOf(handle);
        float x = Math.Clamp(place.X, Bounds.Left + 40, Bounds.Right - 40);
        return new SKRect(x - 36, place.Y + 10, x + 36, place.Y + 28);
    }

    private static void DrawGrid(Painter painter, SKRect graph, float half)
    {
        painter.Horizontal(graph.Left, graph.Right, YOf(graph, 1), Theme.Grid);
        painter.Horizontal(graph.Left, graph.Right, YOf(graph, 0.5), Theme.Grid);
        painter.Vertical(graph.MidX, graph.Top, graph.Bottom, Theme.Grid);
        EffectParameter time = EffectParameters.Of(ParameterId.FadeInTime);
        bool hasRoom = half > 130;
        for (int k = 0; k < Ticks.Length; k++)
        {
            float share = (float)time.ToNormalised(Ticks[k]);
            float left = graph.Left + (half * share);
            float right = graph.Right - (half * share);
            painter.Vertical(left, graph.Top, graph.Bottom, Theme.Grid);
            painter.Vertical(right, graph.Top, graph.Bottom, Theme.Grid);
            if (!hasRoom && k is not (0 or 2))
                continue;
            painter.Text(TickNames[k], left, graph.Bottom + 8, 9, Theme.Faint, Align.Center);
            painter.Text(TickNames[k], right, graph.Bottom + 8, 9, Theme.Faint, Align.Center);
        }
    }

    private void DrawCurve(Painter painter, SKRect graph, float half)
    {
        float inEnd = half * (float)Length(FadeHandle.FadeIn);
        float outStart = half * (float)Length(FadeHandle.FadeOut);
        int count = 0;
        _curve[count++] = new SKPoint(graph.Left, graph.Bottom);
        for (int k = 0; k <= CurvePoints; k++)
        {
            double position = (double)k / CurvePoints;
            _curve[count++] = new SKPoint(graph.Left + (inEnd * (float)position), YOf(graph, GainOf(ParameterId.FadeInCurve, position)));
        }

        for (int k = 0; k <= CurvePoints; k++)
        {
            double position = 1 - ((double)k / CurvePoints);
            _curve[count++] = new SKPoint(graph.Right - (outStart * (float)position), YOf(graph, GainOf(ParameterId.FadeOutCurve, position)));
        }

        _curve[count] = new SKPoint(graph.Right, graph.Bottom);
        painter.Polygon(_curve.AsSpan(0, count + 1), Theme.Accent.WithAlpha(0x20));
        painter.Polyline(_curve.AsSpan(1, count - 1), Theme.Accent, 1.75f);
    }

    private void DrawGain(Painter painter, SKRect graph)
    {
        float y = YOf(graph, Math.Clamp(_gain, 0, 1.05));
        painter.Line(graph.Left, y, graph.Right, y, Theme.Ink.WithAlpha(0x50), 1);
        painter.Circle(graph.Left, y, 3, Theme.Ink);
    }

    private void DrawHandle(Painter painter, FadeHandle handle)
    {
        SKPoint place = PlaceOf(handle);
        bool isLively = _dragged == handle || (_dragged == FadeHandle.None && _hovered == handle);
        if (handle is FadeHandle.FadeIn or FadeHandle.FadeOut)
            painter.Vertical(place.X, place.Y, Graph.Bottom, Theme.Accent.WithAlpha(0x50));
        if (isLively)
            painter.Circle(place.X, place.Y, 9, Theme.Accent.WithAlpha(0x40));
        painter.Circle(place.X, place.Y, 5, isLively ? Theme.AccentBright : Theme.Accent);
        painter.Circle(place.X, place.Y, 2.5f, Theme.Panel);
    }

    private string LengthText(string name, ParameterId time, ParameterId beats)
    {
        ParameterId id = PlainOf(beats) > 0 ? beats : time;
        return $"{name} {EffectParameters.Of(id).FormatWithUnits(PlainOf(id))}";
    }
}
