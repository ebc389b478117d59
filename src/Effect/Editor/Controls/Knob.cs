using RealtimeEmotion.Effect.Editor.Drawing;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>A continuous parameter as a knob: drag up and down, turn the wheel, type a value below it.</summary>
internal sealed class Knob : ParameterElement
{
    private const float StartAngle = 135;
    private const float SweepAngle = 270;
    private const float LabelHeight = 14;
    private const float ValueHeight = 16;

    /// <summary>How many points of a drag are the whole range.</summary>
    private const float Travel = 180;

    private const double WheelStep = 0.02;
    private const double FineFactor = 0.1;

    private readonly double _origin;
    private float _lastY;
    private double _dragged;
    private bool _isDragging;

    /// <param name="context">The editor's.</param>
    /// <param name="id">A continuous parameter.</param>
    /// <param name="origin">The normalised value from which the arc is drawn.</param>
    internal Knob(EditorContext context, ParameterId id, double origin = 0)
        : base(context, id)
    {
        _origin = origin;
    }

    /// <summary>Where the value is written, and can be typed.</summary>
    internal SKRect ValueBox => new(Bounds.Left, Bounds.Bottom - ValueHeight, Bounds.Right, Bounds.Bottom);

    internal override PointerShape PointerAt(float x, float y) => ValueBox.Contains(x, y) ? PointerShape.Text : PointerShape.Vertical;

    protected override void DrawControl(Painter painter)
    {
        float room = Bounds.Height - LabelHeight - ValueHeight;
        float radius = MathF.Min(Bounds.Width - 10, room - 4) / 2;
        float x = Bounds.MidX;
        float y = Bounds.Top + LabelHeight + (room / 2) + 1;

        string label = painter.Measure(Parameter.Name, Theme.SmallText) <= Bounds.Width - 2 ? Parameter.Name : Parameter.ShortName;
        float size = painter.Measure(label, Theme.SmallText) <= Bounds.Width - 2 ? Theme.SmallText : Theme.TinyText;
        painter.TextWithin(label, x, Bounds.Top + (LabelHeight / 2), Bounds.Width - 1, size, Theme.Muted, Align.Center);

        bool isLively = IsHovered || _isDragging;
        float thickness = MathF.Max(2.5f, radius * 0.17f);
        painter.Arc(x, y, radius - (thickness / 2), StartAngle, SweepAngle, Theme.Track, thickness);
        float from = StartAngle + (SweepAngle * (float)_origin);
        float sweep = SweepAngle * (float)(Value - _origin);
        if (MathF.Abs(sweep) > 0.5f)
            painter.Arc(x, y, radius - (thickness / 2), from, sweep, isLively ? Theme.AccentBright : Theme.Accent, thickness);

        float core = radius - thickness - 2.5f;
        painter.Circle(x, y, core, isLively ? Theme.FieldHover : Theme.Field);
        (float sine, float cosine) = MathF.SinCos((StartAngle + (SweepAngle * (float)Value)) * MathF.PI / 180);
        painter.Line(x + (cosine * core * 0.42f), y + (sine * core * 0.42f), x + (cosine * (core - 1)), y + (sine * (core - 1)), Theme.Ink, 2);

        string text = painter.Measure(ValueText, Theme.SmallText) <= Bounds.Width ? ValueText : BareText;
        painter.TextWithin(text, x, ValueBox.MidY, Bounds.Width, Theme.SmallText, isLively ? Theme.Ink : Theme.Body, Align.Center);
    }

    internal override void PointerDown(in PointerInput input)
    {
        if (input.Button == PointerButton.Secondary || (ValueBox.Contains(input.X, input.Y) && input.Clicks == 1 && input.Modifiers == EditorModifiers.None))
        {
            Context.OpenEntry(Parameter.Id, ValueBox);
            return;
        }

        if (input.Clicks == 2 || input.Modifiers.HasFlag(EditorModifiers.Control))
        {
            SetValue(Parameter.DefaultNormalised);
            return;
        }

        _isDragging = true;
        _lastY = input.Y;
        _dragged = Value;
        Invalidate();
    }

    internal override void PointerMove(in PointerInput input)
    {
        if (!_isDragging || input.Y == _lastY)
            return;
        double fine = input.Modifiers.HasFlag(EditorModifiers.Shift) ? FineFactor : 1;
        _dragged += (_lastY - input.Y) / Travel * fine;
        _lastY = input.Y;

        // What was dragged past the end is kept within the range, so that turning back answers at once.
        _dragged = Math.Clamp(_dragged, 0, 1);
        Context.Gesture.Begin(Parameter.Id);
        Context.Gesture.Perform(_dragged);
        Refresh();
    }

    internal override void PointerUp(in PointerInput input)
    {
        if (!_isDragging)
            return;
        _isDragging = false;
        Context.Gesture.End();
        Invalidate();
    }

    internal override bool Wheel(in PointerInput input, float steps, bool isHorizontal)
    {
        if (isHorizontal || _isDragging)
            return false;
        SetValue(Value + (steps * WheelStep * (input.Modifiers.HasFlag(EditorModifiers.Shift) ? FineFactor : 1)));
        return true;
    }

    internal override bool KeyDown(EditorKey key, char character, EditorModifiers modifiers)
    {
        double step = modifiers.HasFlag(EditorModifiers.Shift) ? 0.001 : 0.01;
        switch (key)
        {
            case EditorKey.Up or EditorKey.Right:
                SetValue(Value + step);
                return true;
            case EditorKey.Down or EditorKey.Left:
                SetValue(Value - step);
                return true;
            case EditorKey.PageUp:
                SetValue(Value + (10 * step));
                return true;
            case EditorKey.PageDown:
                SetValue(Value - (10 * step));
                return true;
            case EditorKey.Enter:
                Context.OpenEntry(Parameter.Id, ValueBox);
                return true;
            default:
                return SetByKey(key);
        }
    }
}
