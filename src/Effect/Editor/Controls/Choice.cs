using RealtimeEmotion.Effect.Editor.Drawing;
using RealtimeEmotion.Effect.Editor.Overlays;
using RealtimeEmotion.Engine.Fades;

namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>A list parameter: a field that opens a menu; the wheel and the arrow keys step through it.</summary>
internal class Choice : ParameterElement
{
    private readonly bool _isCurve;

    internal Choice(EditorContext context, ParameterId id)
        : base(context, id)
    {
        _isCurve = id is ParameterId.FadeInCurve or ParameterId.FadeOutCurve;
    }

    /// <summary>A word before the value; empty for none.</summary>
    internal string Label { get; init; } = "";

    /// <summary>The values to choose from, in the order in which they are shown.</summary>
    protected virtual IReadOnlyList<int> Offered => [.. Enumerable.Range(0, Parameter.Choices.Count)];

    /// <summary>What a value is called.</summary>
    protected virtual string NameOf(int value) => Parameter.Choices[value];

    internal override PointerShape PointerAt(float x, float y) => PointerShape.Hand;

    internal override string? TooltipAt(float x, float y) => _isCurve
        ? $"{Parameter.Name}: {BareText}, {FadeCurves.Describe((FadeCurve)(int)Plain)}\n{Parameter.Description}"
        : $"{Parameter.Name}: {NameOf((int)Plain)}\n{Parameter.Description}";

    protected override void DrawControl(Painter painter)
    {
        painter.FillRound(Bounds, 4, IsHovered ? Theme.FieldHover : Theme.Field);
        float left = Bounds.Left + 7;
        float right = Bounds.Right - 16;
        float middle = Bounds.MidY;
        string name = NameOf((int)Plain);
        if (Label.Length > 0)
        {
            float label = painter.Measure(Label, Theme.SmallText);
            if (label + painter.Measure(name, Theme.SmallText) + 6 <= right - left)
            {
                painter.Text(Label, left, middle, Theme.SmallText, Theme.Muted);
                left += label + 6;
            }
        }

        painter.TextWithin(name, left, middle, right - left, Theme.SmallText, Theme.Ink);
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
            case EditorKey.Home or EditorKey.End:
                IReadOnlyList<int> offered = Offered;
                SetValue(Parameter.ToNormalised(offered[key == EditorKey.Home ? 0 : offered.Count - 1]));
                return true;
            default:
                return SetByKey(key) || (character == ' ' && OpenBySpace());
        }
    }

    /// <summary>The normalised value so many places away among those that are offered; the first of them where the value is none of them.</summary>
    private double Neighbour(int steps)
    {
        List<int> offered = [.. Offered];
        int place = offered.IndexOf((int)Plain);
        return Parameter.ToNormalised(offered[place < 0 ? 0 : Math.Clamp(place + steps, 0, offered.Count - 1)]);
    }

    private bool OpenBySpace()
    {
        Open();
        return true;
    }

    private void Open()
    {
        IReadOnlyList<int> offered = Offered;
        var menu = new Menu([.. offered.Select(NameOf)], offered.ToList().IndexOf((int)Plain), index => SetValue(Parameter.ToNormalised(offered[index])));
        if (_isCurve)
        {
            double shape = EffectParameters.Of(ParameterId.Shape).ToPlain(Context.Session.GetNormalised(ParameterId.Shape));
            menu = menu with { Columns = 5, Curve = (index, position) => FadeCurves.Gain((FadeCurve)index, position, shape) };
        }

        Context.OpenMenu(menu, Bounds);
    }
}
