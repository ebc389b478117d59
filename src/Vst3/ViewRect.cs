using System.Runtime.InteropServices;

namespace RealtimeEmotion.Vst3;

/// <summary>A rectangle of an editor, in the platform's pixels (physical ones on Windows and Linux).</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ViewRect
{
    private readonly int _left;
    private readonly int _top;
    private readonly int _right;
    private readonly int _bottom;

    /// <summary>Makes a rectangle of its edges; right and bottom are outside it.</summary>
    public ViewRect(int left, int top, int right, int bottom)
    {
        _left = left;
        _top = top;
        _right = right;
        _bottom = bottom;
    }

    /// <summary>Makes a rectangle at the origin.</summary>
    public ViewRect(int width, int height)
        : this(0, 0, width, height)
    {
    }

    /// <summary>The left edge.</summary>
    public int Left => _left;

    /// <summary>The upper edge.</summary>
    public int Top => _top;

    /// <summary>The first column right of it.</summary>
    public int Right => _right;

    /// <summary>The first row below it.</summary>
    public int Bottom => _bottom;

    /// <summary>Right less left.</summary>
    public int Width => _right - _left;

    /// <summary>Bottom less top.</summary>
    public int Height => _bottom - _top;

    /// <summary>The same corner with another size.</summary>
    public ViewRect Resized(int width, int height) => new(_left, _top, _left + width, _top + height);
}
