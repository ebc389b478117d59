using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// An editor. The host makes it through <see cref="AudioEffect.CreateView"/>, gives it a frame and a parent window,
/// and takes both away again. All calls come from the host's user-interface thread. Sizes are in the platform's
/// pixels.
/// </summary>
public abstract unsafe class PluginView : IDisposable
{
    private HostReference? _frame;
    private RunLoop? _runLoop;

    /// <summary>Makes an editor of a size, which is not shown yet.</summary>
    protected PluginView(int width, int height)
    {
        Bounds = new ViewRect(width, height);
    }

    /// <summary>Where the editor is in its parent, and how large.</summary>
    public ViewRect Bounds { get; private set; }

    /// <summary>How many pixels there are to one of a plain screen: 1, 1.25, 2 …; the host tells.</summary>
    public float ContentScale { get; private set; } = 1;

    /// <summary>True between <see cref="Attach"/> and <see cref="Detach"/>.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>The host's event loop on Linux; null elsewhere, or if the host has none to give.</summary>
    public RunLoop? RunLoop => _runLoop;

    /// <summary>Whether the user may resize the editor.</summary>
    public virtual bool CanResize => false;

    internal void* Self { get; set; }

    /// <summary>Called when the last reference to the editor has gone.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether the editor can live in such a window.</summary>
    public abstract bool Supports(ViewPlatform platform);

    /// <summary>Shows the editor in the host's window. The frame and the run loop are there.</summary>
    /// <param name="parent">The X11 window id, HWND or NSView pointer.</param>
    /// <param name="platform">What the parent is.</param>
    protected internal abstract void Attach(nint parent, ViewPlatform platform);

    /// <summary>Takes the editor out of the host's window; undo everything that <see cref="Attach"/> did.</summary>
    protected internal abstract void Detach();

    /// <summary>The host has given the editor new bounds.</summary>
    protected internal virtual void OnSize(ViewRect bounds)
    {
    }

    /// <summary>The size nearest to a wanted one that the editor can have.</summary>
    protected internal virtual ViewRect Constrain(ViewRect wanted) => CanResize ? wanted : wanted.Resized(Bounds.Width, Bounds.Height);

    /// <summary>The host has told the scale of the screen.</summary>
    protected internal virtual void OnContentScale(float scale)
    {
    }

    /// <summary>The wheel was turned; true if the editor used it.</summary>
    protected internal virtual bool OnWheel(float distance) => false;

    /// <summary>A key went down; true if the editor used it.</summary>
    protected internal virtual bool OnKeyDown(KeyPress key) => false;

    /// <summary>A key went up; true if the editor used it.</summary>
    protected internal virtual bool OnKeyUp(KeyPress key) => false;

    /// <summary>The editor got or lost the focus.</summary>
    protected internal virtual void OnFocus(bool focused)
    {
    }

    /// <summary>The parameter under a point of the editor, for the host's own controllers.</summary>
    protected internal virtual bool TryFindParameter(int x, int y, out uint parameterId)
    {
        parameterId = 0;
        return false;
    }

    /// <summary>Releases what the editor holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Has the editor begin in another size. Only before it is attached: later, <see cref="RequestResize"/> asks the host.</summary>
    protected void SetInitialSize(int width, int height)
    {
        if (IsAttached)
            throw new InvalidOperationException("The editor is attached: its size is the host's to change.");
        Bounds = Bounds.Resized(width, height);
    }

    /// <summary>Asks the host for another size; if it agrees, <see cref="OnSize"/> follows.</summary>
    protected bool RequestResize(int width, int height)
    {
        if (_frame == null)
            return false;
        ViewRect wanted = Bounds.Resized(width, height);
        return _frame.Table<PlugFrameTable>()->ResizeView(_frame.Pointer, Self, &wanted) == Result.Ok;
    }

    internal void SetFrame(void* frame, HostApplication? host)
    {
        HostReference? before = _frame;
        RunLoop? loopBefore = _runLoop;
        _frame = HostReference.Retain(frame);
        HostReference? loop = HostReference.Query(frame, Iids.RunLoop);
        if (loop == null && frame != null)
            loop = host?.QueryRunLoop() ?? PluginModule.HostContext?.QueryRunLoop();
        _runLoop = loop == null ? null : new RunLoop(loop);
        loopBefore?.Release();
        before?.Release();
    }

    internal void Show(nint parent, ViewPlatform platform)
    {
        Attach(parent, platform);
        IsAttached = true;
    }

    internal void Hide()
    {
        if (!IsAttached)
            return;
        IsAttached = false;
        Detach();
    }

    internal void Resize(ViewRect bounds)
    {
        Bounds = bounds;
        OnSize(bounds);
    }

    internal void Scale(float scale)
    {
        ContentScale = scale;
        OnContentScale(scale);
    }
}
