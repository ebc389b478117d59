using RealtimeEmotion.Effect.Editor.Drawing;
using RealtimeEmotion.Effect.Editor.Overlays;
using RealtimeEmotion.Engine.Fades;

namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>A list parameter: a field that opens a menu; the wheel and the arrow keys step through it.</summary>
internal sealed class Choice : ParameterElement
{
    private readonly bool _isCurve;

    internal Choice(EditorContext context, ParameterId id)
        : base(context, id)
    {
        _isCurve = id is ParameterId.FadeInCurve or ParameterId.FadeOutCurve;
    }

    /// <summary>A word before the value; empty for none.</summary>
    internal string Label { get; init; } = "";

    internal override PointerShape PointerAt(float x, float y) => PointerShape.Hand;

    internal override string? TooltipAt(float x, float y) => _isCurve
        ? $"{Parameter.Name}: {BareText}, {FadeCurves.Describe((FadeCurve)(int)Plain)}\n{Parameter.Description}"
        : base.TooltipAt(x, y);

    protected override void DrawControl(Painter painter)
    {
        painter.FillRound(Bounds, 4, IsHovered ? Theme.FieldHover : Theme.Field);
        float left = Bounds.Left + 7;
        float right = Bounds.Right - 16;
        float middle = Bounds.MidY;
        if (Label.Length > 0)
        {
            float label = painter.Measure(Label, Theme.SmallText);
            if (label + painter.Measure(BareText, Theme.SmallText) + 6 <= right - left)
            {
                painter.Text(Label, left, middle, Theme.SmallText, Theme.Muted);
                left += label + 6;
            }
        }

        painter.TextWithin(BareText, left, middle, right - left, Theme.SmallText, Theme.Ink);
        float x = Bounds.Right - 9;
        painter.Line(x - 3, middle - 1.5f, x, middle + 1.5f, Theme.Muted, 1.25f);
        painter.Line(x, middle + 1.5f, x + 3, middle - 1.5f, Theme.Muted, 1.25f);
    }

    internal override void PointerDown(in PointerInput input)
    {
        if (input.Modifiers.HasFlag(EditorModifiers.Control))
            SetValue(Parameter.DefaultNormalised);
        else
            Open();
    }

    internal override bool Wheel(in PointerInput input, float steps, bool isHorizontal)
    {
        if (isHorizontal || steps == 0)
            return false;
        SetValue(Neighbour(steps > 0 ? -1 : 1));
        return true;
    }

    internal override bool KeyDown(EditorKey key, char character, EditorModifiers modifiers)
    {
        switch (key)
        {
            case EditorKey.Up or EditorKey.Left:
                SetValue(Neighbour(-1));
                return true;
            case EditorKey.Down or EditorKey.Right:
                SetValue(Neighbour(1));
                return true;
            case EditorKey.Enter:
                Open();
                return true;
            default:
                return SetByKey(key) || (character == ' ' && OpenBySpace());
        }
    }

    private bool OpenBySpace()
    {
        Open();
        return true;
    }

    private void Open()
    {
        var menu = new Menu(Parameter.Choices, (int)Plain, index => SetValue(Parameter.ToNormalised(index)));
        if (_isCurve)
        {
            double shape = EffectParameters.Of(ParameterId.Shape).ToPlain(Context.Session.GetNormalised(ParameterId.Shape));
            menu = menu with { Columns = 5, Curve = (index, position) => FadeCurves.Gain((FadeCurve)index, position, shape) };
        }

        Context.OpenMenu(menu, Bounds);
    }
}
