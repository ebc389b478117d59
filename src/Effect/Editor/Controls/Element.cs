using RealtimeEmotion.Effect.Editor.Drawing;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Controls;

/// <summary>A part of the editor with a place, a picture and an answer to the user's input. Coordinates are points of the window.</summary>
internal abstract class Element
{
    private SKRect _bounds;

    protected Element(EditorContext context)
    {
        Context = context;
    }

    /// <summary>Where it is.</summary>
    internal SKRect Bounds
    {
        get => _bounds;
        set
        {
            if (_bounds == value)
                return;
            _bounds = value;
            OnPlaced();
        }
    }

    /// <summary>Whether its picture is out of date.</summary>
    internal bool IsDirty { get; private set; } = true;

    /// <summary>Whether it takes part in the layout at the present size.</summary>
    internal bool IsShown { get; set; } = true;

    /// <summary>Whether the pointer is on it.</summary>
    internal bool IsHovered { get; private set; }

    /// <summary>Whether keys go to it.</summary>
    internal bool IsFocused { get; private set; }

    /// <summary>Whether the tab key stops at it.</summary>
    internal virtual bool CanFocus => false;

    /// <summary>Whether the pointer does anything here.</summary>
    internal virtual bool IsInteractive => CanFocus;

    /// <summary>The parameter that a place belongs to.</summary>
    internal virtual ParameterId? ParameterAt(float x, float y) => null;

    /// <summary>What to tell of a place; null for nothing.</summary>
    internal virtual string? TooltipAt(float x, float y) => null;

    /// <summary>What the pointer looks like at a place.</summary>
    internal virtual PointerShape PointerAt(float x, float y) => PointerShape.Arrow;

    protected EditorContext Context { get; }

    /// <summary>Draws it; the canvas is clipped to what must be drawn anew.</summary>
    internal abstract void Draw(Painter painter);

    /// <summary>Marks its picture as out of date.</summary>
    internal void Invalidate() => IsDirty = true;

    /// <summary>Its picture is being drawn.</summary>
    internal void Validate() => IsDirty = false;

    /// <summary>Looks at what it shows, and marks its picture as out of date if that has changed.</summary>
    internal virtual void Refresh()
    {
    }

    internal void SetHovered(bool hovered)
    {
        if (IsHovered == hovered)
            return;
        IsHovered = hovered;
        OnHover();
        if (IsInteractive)
            Invalidate();
    }

    internal void SetFocused(bool focused)
    {
        if (IsFocused == focused)
            return;
        IsFocused = focused;
        Invalidate();
    }

    /// <summary>The button went down on it; it has the pointer until the button goes up.</summary>
    internal virtual void PointerDown(in PointerInput input)
    {
    }

    /// <summary>The pointer moved on it, or anywhere while it has the pointer.</summary>
    internal virtual void PointerMove(in PointerInput input)
    {
    }

    /// <summary>The button went up, wherever that was.</summary>
    internal virtual void PointerUp(in PointerInput input)
    {
    }

    /// <summary>The wheel was turned on it; positive is away from the user, or to the right.</summary>
    /// <returns>Whether it has a use for that.</returns>
    internal virtual bool Wheel(in PointerInput input, float steps, bool isHorizontal) => false;

    /// <summary>A key went down while it has the focus.</summary>
    /// <returns>Whether it has a use for that.</returns>
    internal virtual bool KeyDown(EditorKey key, char character, EditorModifiers modifiers) => false;

    /// <summary>Called when it has got another place.</summary>
    protected virtual void OnPlaced()
    {
    }

    /// <summary>Called when the pointer came or left.</summary>
    protected virtual void OnHover()
    {
    }

    /// <summary>The mark of the element that has the keyboard.</summary>
    protected void DrawFocus(Painter painter, SKRect box, float radius)
    {
        if (IsFocused && Context.ShowsFocus)
            painter.Outline(box, radius, Theme.Accent.WithAlpha(0xB0), 1.25f);
    }
}
