using RealtimeEmotion.Effect.Editor.Drawing;

namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>An element that shows and edits one parameter.</summary>
internal abstract class ParameterElement : Element
{
    private double _shown = double.NaN;
    private bool _isFaint;

    protected ParameterElement(EditorContext context, ParameterId id)
        : base(context)
    {
        Parameter = EffectParameters.Of(id);
        Refresh();
    }

    internal EffectParameter Parameter { get; }

    /// <summary>Whether the parameter does anything as the others stand; where not, it is drawn faint. Null for always.</summary>
    internal Func<IEditorSession, bool>? Matters { get; init; }

    /// <summary>The value that the host shows, 0 … 1.</summary>
    internal double Value => _shown;

    /// <summary>The value in its unit.</summary>
    internal double Plain => Parameter.ToPlain(_shown);

    internal override bool CanFocus => true;

    /// <summary>The value with its unit.</summary>
    protected string ValueText { get; private set; } = "";

    /// <summary>The value without its unit, for narrow places.</summary>
    protected string BareText { get; private set; } = "";

    internal override ParameterId? ParameterAt(float x, float y) => Parameter.Id;

    internal override string? TooltipAt(float x, float y) => TooltipOf(Parameter, _shown);

    internal override void Refresh()
    {
        bool isFaint = Matters != null && !Matters(Context.Session);
        if (isFaint != _isFaint)
        {
            _isFaint = isFaint;
            Invalidate();
        }

        double value = Context.Session.GetNormalised(Parameter.Id);
        if (value == _shown)
            return;
        _shown = value;
        BareText = Parameter.Format(Plain);
        ValueText = Parameter.FormatWithUnits(Plain);
        Invalidate();
    }

    /// <summary>What a parameter is, its value and its range with units.</summary>
    internal static string TooltipOf(EffectParameter parameter, double normalised)
    {
        string value = parameter.FormatWithUnits(parameter.ToPlain(normalised));
        return parameter.Kind == ParameterKind.Continuous
            ? $"{parameter.Name}: {value}\n{parameter.Description}\n{parameter.Format(parameter.Minimum)} … {parameter.FormatWithUnits(parameter.Maximum)}. Shift: fine. Double click: {parameter.FormatWithUnits(parameter.Default)}."
            : $"{parameter.Name}: {value}\n{parameter.Description}";
    }

    internal sealed override void Draw(Painter painter)
    {
        DrawControl(painter);
        if (_isFaint)
            painter.Fill(Bounds, Theme.Panel.WithAlpha(0x98));
        DrawFocus(painter, Bounds, 4);
    }

    /// <summary>Draws the control as it is when it matters.</summary>
    protected abstract void DrawControl(Painter painter);

    /// <summary>One whole gesture to a value.</summary>
    protected void SetValue(double normalised)
    {
        Context.Gesture.Set(Parameter.Id, normalised);
        Refresh();
    }

    /// <summary>The keys that mean the same for every value: its least, its greatest, its default.</summary>
    /// <returns>Whether the key was one of them.</returns>
    protected bool SetByKey(EditorKey key)
    {
        switch (key)
        {
            case EditorKey.Home:
                SetValue(0);
                return true;
            case EditorKey.End:
                SetValue(1);
                return true;
            case EditorKey.Delete or EditorKey.Backspace:
                SetValue(Parameter.DefaultNormalised);
                return true;
            default:
                return false;
        }
    }
}
