using System.Diagnostics;
using RealtimeEmotion.Effect.Editor.Windows.Cocoa;
using RealtimeEmotion.Effect.Editor.Windows.Win32;
using RealtimeEmotion.Effect.Editor.Windows.X11;
using SkiaSharp;

namespace RealtimeEmotion.Effect.Editor.Windows;

/// <summary>
/// A native window that shows an editor inside a host's window. It looks at the editor 30 times a second, paints what has
/// changed and nothing else, and hands it the user's input. All on the host's user-interface thread.
/// </summary>
public abstract class EditorWindow : IDisposable
{
    /// <summary>How often the editor is looked at.</summary>
    protected static readonly TimeSpan FramePeriod = TimeSpan.FromMilliseconds(33);

    private PixelBuffer _buffer;
    private long _lastFrame;
    private bool _isDisposed;

    /// <summary>Prepares a window for an editor.</summary>
    /// <param name="editor">What it shows.</param>
    /// <param name="width">In the host's units.</param>
    /// <param name="height">In the host's units.</param>
    /// <param name="scale">Of the host's units to a point.</param>
    /// <param name="density">Pixels to a unit of the host: above 1 only where the system has units that are not pixels.</param>
    protected EditorWindow(EffectEditor editor, int width, int height, float scale, float density = 1)
    {
        ArgumentNullException.ThrowIfNull(editor);
        Editor = editor;
        Density = density;
        Scale = scale * density;
        _buffer = new PixelBuffer(Math.Max(1, (int)(width * density)), Math.Max(1, (int)(height * density)));
        _lastFrame = Stopwatch.GetTimestamp();
        editor.Invalidate();
    }

    /// <summary>What the window shows.</summary>
    public EffectEditor Editor { get; }

    /// <summary>In pixels.</summary>
    public int Width => _buffer.Width;

    /// <summary>In pixels.</summary>
    public int Height => _buffer.Height;

    /// <summary>Pixels to a point.</summary>
    public float Scale { get; private set; }

    /// <summary>Pixels to a unit of the host.</summary>
    protected float Density { get; }

    /// <summary>Whether anything of the window can be seen; what cannot be seen is not painted.</summary>
    protected bool IsVisible { get; set; } = true;

    /// <summary>The picture.</summary>
    private protected PixelBuffer Buffer => _buffer;

    /// <summary>Opens a window inside the host's.</summary>
    /// <param name="editor">What it shows.</param>
    /// <param name="platform">What <paramref name="parent"/> is.</param>
    /// <param name="parent">The host's: an X11 window, an HWND or an NSView.</param>
    /// <param name="width">In pixels (points on macOS).</param>
    /// <param name="height">In pixels (points on macOS).</param>
    /// <param name="scale">Pixels to a point.</param>
    /// <param name="loop">The host's loop; only X11 needs it.</param>
    /// <exception cref="InvalidOperationException">The window system refuses.</exception>
    public static EditorWindow Open(EffectEditor editor, EditorPlatform platform, nint parent, int width, int height, float scale, IHostLoop? loop) => platform switch
    {
        EditorPlatform.Win32 when OperatingSystem.IsWindows() => new Win32Window(editor, parent, width, height, scale),
        EditorPlatform.Cocoa when OperatingSystem.IsMacOS() => new CocoaWindow(editor, parent, width, height, scale),
        EditorPlatform.X11 => new X11Window(editor, parent, width, height, scale, loop ?? throw new InvalidOperationException("The host has no event loop to offer.")),
        _ => throw new PlatformNotSupportedException($"There are no windows of {platform} here."),
    };

    /// <summary>The scale that the user has set for the desktop; 1 where there is none to read.</summary>
    public static float DesktopScale(EditorPlatform platform) => platform == EditorPlatform.X11 ? X11Window.ReadDesktopScale() : 1;

    /// <summary>The scale for a window whose host never tells one: on Windows the one that this process sees the system in.</summary>
    public static float UntoldScale(EditorPlatform platform) =>
        platform == EditorPlatform.Win32 && OperatingSystem.IsWindows() ? Win32Window.ReadSystemScale() : DesktopScale(platform);

    /// <summary>Gives the window another size, in the host's units, and another scale.</summary>
    public void SetSize(int width, int height, float scale)
    {
        (width, height, scale) = ((int)(width * Density), (int)(height * Density), scale * Density);
        if (_isDisposed || (width == Width && height == Height && scale == Scale) || width < 1 || height < 1)
            return;
        Scale = scale;
        if (width != Width || height != Height)
        {
            _buffer.Dispose();
            _buffer = new PixelBuffer(width, height);
            OnResized();
        }

        Editor.Invalidate();
        Frame();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Dispose(true);
        _buffer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes the native window away.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>The picture has another size: the native window takes it on.</summary>
    protected abstract void OnResized();

    /// <summary>Shows a part of the picture, in pixels.</summary>
    protected abstract void Present(SKRectI area);

    /// <summary>Shows what was presented.</summary>
    protected virtual void Flush()
    {
    }

    /// <summary>Sets the pointer's look.</summary>
    protected abstract void SetPointer(PointerShape shape);

    /// <summary>One look at the editor: time passes, and what has changed is painted.</summary>
    protected void Frame()
    {
        if (_isDisposed)
            return;
        long now = Stopwatch.GetTimestamp();
        Editor.Tick(Stopwatch.GetElapsedTime(_lastFrame, now));
        _lastFrame = now;
        Paint();
    }

    /// <summary>Paints what has changed since the last time.</summary>
    protected void Paint()
    {
        if (!IsVisible || !Editor.NeedsRedraw)
            return;
        foreach (SKRectI area in Editor.Draw(_buffer.Canvas, Width, Height, Scale))
            Present(area);
        Flush();
    }

    /// <summary>Hands the pointer's look over after an input.</summary>
    protected void AfterInput()
    {
        SetPointer(Editor.Look);
        Paint();
    }
}
