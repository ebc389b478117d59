using RealtimeEmotion.Effect.Editor.Drawing;

namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>A button of the editor's own, which is no parameter.</summary>
internal sealed class PushButton : Element
{
    private readonly string _text;
    private readonly string _tooltip;
    private readonly Action _push;
    private readonly Func<bool>? _isOn;
    private bool _wasOn;

    /// <param name="context">The editor's.</param>
    /// <param name="text">What it says.</param>
    /// <param name="tooltip">What it does.</param>
    /// <param name="push">Called when it is pushed.</param>
    /// <param name="isOn">Whether it is lit; null for a button that is only pushed.</param>
    internal PushButton(EditorContext context, string text, string tooltip, Action push, Func<bool>? isOn = null)
        : base(context)
    {
        _text = text;
        _tooltip = tooltip;
        _push = push;
        _isOn = isOn;
    }

    /// <summary>Whether it is lit in the colour of warnings.</summary>
    internal bool IsWarning { get; init; }

    internal override bool CanFocus => true;

    internal override PointerShape PointerAt(float x, float y) => PointerShape.Hand;

    internal override string? TooltipAt(float x, float y) => _tooltip;

    internal override void Refresh()
    {
        bool isOn = _isOn?.Invoke() ?? false;
        if (isOn == _wasOn)
            return;
        _wasOn = isOn;
        Invalidate();
    }

    internal override void Draw(Painter painter)
    {
        ButtonFace.Draw(painter, Bounds, _text, _wasOn, IsHovered, IsWarning);
        DrawFocus(painter, Bounds, 4);
    }

    internal override void PointerDown(in PointerInput input)
    {
        if (input.Button == PointerButton.Primary)
            Push();
    }

    internal override bool KeyDown(EditorKey key, char character, EditorModifiers modifiers)
    {
        if (key != EditorKey.Enter && character != ' ')
            return false;
        Push();
        return true;
    }

    private void Push()
    {
        _push();
        Refresh();
        Invalidate();
    }
}
