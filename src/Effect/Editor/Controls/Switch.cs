using RealtimeEmotion.Effect.Editor.Drawing;

namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>A toggle parameter as a button that stays lit while it is on.</summary>
internal sealed class Switch : ParameterElement
{
    internal Switch(EditorContext context, ParameterId id)
        : base(context, id)
    {
    }

    /// <summary>Whether it is lit in the colour of warnings: a state that one should not forget.</summary>
    internal bool IsWarning { get; init; }

    internal override PointerShape PointerAt(float x, float y) => PointerShape.Hand;

    protected override void DrawControl(Painter painter)
    {
        bool isOn = Plain >= 0.5;
        ButtonFace.Draw(painter, Bounds, Parameter.Name, isOn, IsHovered, IsWarning);
    }

    internal override void PointerDown(in PointerInput input)
    {
        if (input.Button == PointerButton.Primary)
            Flip();
    }

    internal override bool Wheel(in PointerInput input, float steps, bool isHorizontal) => false;

    internal override bool KeyDown(EditorKey key, char character, EditorModifiers modifiers)
    {
        if (key != EditorKey.Enter && character != ' ')
            return false;
        Flip();
        return true;
    }

    private void Flip() => SetValue(Plain >= 0.5 ? 0 : 1);
}
