using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor;
using RealtimeEmotion.Effect.Editor.Windows;
using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Plugin;

/// <summary>The effect's editor as a VST3 view. Nothing is there, nothing runs and nothing is held before it is attached and after it is detached.</summary>
internal sealed class EditorView : PluginView
{
    // In points: the next editor opens as large as the user left the last one.
    private static (int Width, int Height) _lastSize = (EffectEditor.DefaultWidth, EffectEditor.DefaultHeight);

    private readonly EffectPlugin _plugin;
    private float _scale;
    private bool _isScaleTold;
    private EffectEditor? _editor;
    private EditorWindow? _window;

    internal EditorView(EffectPlugin plugin)
        : this(plugin, EditorWindow.DesktopScale(OwnPlatform))
    {
    }

    private EditorView(EffectPlugin plugin, float scale)
        : base(ToPixels(_lastSize.Width, scale), ToPixels(_lastSize.Height, scale))
    {
        _plugin = plugin;
        _scale = scale;
    }

    public override bool CanResize => true;

    private static EditorPlatform OwnPlatform => OperatingSystem.IsWindows() ? EditorPlatform.Win32 : OperatingSystem.IsMacOS() ? EditorPlatform.Cocoa : EditorPlatform.X11;

    public override bool Supports(ViewPlatform platform) => PlatformOf(platform) == OwnPlatform;

    protected override void Attach(nint parent, ViewPlatform platform)
    {
        EffectEditor editor = new(new PluginSession(_plugin));
        try
        {
            _window = EditorWindow.Open(editor, PlatformOf(platform), parent, Bounds.Width, Bounds.Height, _scale, RunLoop == null ? null : new HostLoop(RunLoop));
            _editor = editor;
        }
        catch
        {
            editor.Dispose();
            throw;
        }
    }

    protected override void Detach()
    {
        _window?.Dispose();
        _editor?.Dispose();
        _window = null;
        _editor = null;
    }

    protected override void OnSize(ViewRect bounds)
    {
        _lastSize = ((int)MathF.Round(bounds.Width / _scale), (int)MathF.Round(bounds.Height / _scale));
        _window?.SetSize(bounds.Width, bounds.Height, _scale);
    }

    protected override ViewRect Constrain(ViewRect wanted) => wanted.Resized(
        Math.Max(wanted.Width, ToPixels(EffectEditor.MinimumWidth, _scale)), Math.Max(wanted.Height, ToPixels(EffectEditor.MinimumHeight, _scale)));

    protected override void OnContentScale(float scale)
    {
        // A host that says 1 without having looked does not outdo what the user set for the desktop.
        if (!_isScaleTold && scale == 1 && _scale > 1)
            return;
        _isScaleTold = true;
        if (scale == _scale)
            return;
        (int width, int height) = (ToPixels(Bounds.Width / _scale, scale), ToPixels(Bounds.Height / _scale, scale));
        _scale = scale;
        if (!IsAttached)
            SetInitialSize(width, height);
        else if (!RequestResize(width, height))
            _window?.SetSize(Bounds.Width, Bounds.Height, scale);
    }

    protected override bool OnKeyDown(KeyPress key)
    {
        if (_editor == null)
            return false;
        EditorModifiers modifiers = (key.Modifiers.HasFlag(KeyModifiers.Shift) ? EditorModifiers.Shift : 0)
            | (key.Modifiers.HasFlag(KeyModifiers.Command) ? EditorModifiers.Control : 0)
            | (key.Modifiers.HasFlag(KeyModifiers.Alternate) ? EditorModifiers.Alt : 0);
        const int Space = 7;
        return _editor.KeyDown(KeyOf(key.VirtualKey), key.VirtualKey == Space ? ' ' : key.Character, modifiers);
    }

    protected override bool TryFindParameter(int x, int y, out uint parameterId)
    {
        ParameterId? found = _editor?.ParameterAt(x, y);
        parameterId = (uint)(found ?? 0);
        return found != null;
    }

    private static int ToPixels(float points, float scale) => (int)MathF.Round(points * scale);

    private static EditorPlatform PlatformOf(ViewPlatform platform) => platform switch
    {
        ViewPlatform.Win32 => EditorPlatform.Win32,
        ViewPlatform.Cocoa => EditorPlatform.Cocoa,
        _ => EditorPlatform.X11,
    };

    /// <summary>VST3's virtual key codes.</summary>
    private static EditorKey KeyOf(int code) => code switch
    {
        1 => EditorKey.Backspace,
        2 => EditorKey.Tab,
        4 or 19 => EditorKey.Enter,
        6 => EditorKey.Escape,
        9 => EditorKey.End,
        10 => EditorKey.Home,
        11 => EditorKey.Left,
        12 => EditorKey.Up,
        13 => EditorKey.Right,
        14 => EditorKey.Down,
        15 => EditorKey.PageUp,
        16 => EditorKey.PageDown,
        22 => EditorKey.Delete,
        _ => EditorKey.None,
    };

    /// <summary>The host's run loop, as windows see it.</summary>
    private sealed class HostLoop(RunLoop loop) : IHostLoop
    {
        public IDisposable? AddTimer(TimeSpan period, Action onTimer) => loop.AddTimer(period, onTimer);

        public IDisposable? AddFileDescriptor(int fileDescriptor, Action onReadable) => loop.AddFileDescriptor(fileDescriptor, onReadable);
    }
}
