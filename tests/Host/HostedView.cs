using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>An editor in a frame of the host's. The frame has the host's run loop, and grants every size that the plugin asks for.</summary>
public sealed unsafe class HostedView : IDisposable
{
    private readonly FrameObject _frame;
    private void* _view;

    internal HostedView(void* view, HostRunLoop loop)
    {
        _view = view;
        _frame = new FrameObject(loop);
    }

    /// <summary>The size that the editor has.</summary>
    public ViewRect Size
    {
        get
        {
            ViewRect size = default;
            HostException.Check(Table->GetSize(_view, &size), "getSize");
            return size;
        }
    }

    /// <summary>Whether the user may resize the editor.</summary>
    public bool CanResize => Table->CanResize(_view) == Result.Ok;

    /// <summary>How many resizes the plugin asked for.</summary>
    public int ResizeRequests => _frame.Requests;

    internal void* Pointer => _view;

    private PlugViewTable* Table => *(PlugViewTable**)_view;

    /// <summary>Whether the editor can live in a window of this kind ("X11EmbedWindowID").</summary>
    public bool Supports(string platform)
    {
        fixed (byte* type = NativeText.ToUtf8(platform))
            return Table->IsPlatformTypeSupported(_view, type) == Result.Ok;
    }

    /// <summary>Gives the editor its frame.</summary>
    public void SetFrame() => HostException.Check(Table->SetFrame(_view, _frame.Identity), "setFrame");

    /// <summary>Puts the editor into a parent window.</summary>
    public void Attach(nint parent, string platform = "X11EmbedWindowID")
    {
        fixed (byte* type = NativeText.ToUtf8(platform))
            HostException.Check(Table->Attached(_view, (void*)parent, type), "attached");
    }

    /// <summary>Takes the editor out of its parent window.</summary>
    public void Remove() => HostException.Check(Table->Removed(_view), "removed");

    /// <summary>The size nearest to a wanted one.</summary>
    public ViewRect Constrain(ViewRect wanted)
    {
        Table->CheckSizeConstraint(_view, &wanted);
        return wanted;
    }

    /// <summary>Resizes the editor.</summary>
    public void Resize(ViewRect size) => HostException.Check(Table->OnSize(_view, &size), "onSize");

    /// <summary>Tells the editor the screen's scale; false if it does not care.</summary>
    public bool Scale(float factor)
    {
        if (HostReference.Query(_view, Iids.PlugViewContentScale) is not { } support)
            return false;
        int result = support.Table<PlugViewContentScaleTable>()->SetContentScaleFactor(support.Pointer, factor);
        support.Release();
        return result == Result.Ok;
    }

    /// <summary>The parameter under a point, if the editor tells.</summary>
    public uint? FindParameter(int x, int y)
    {
        if (HostReference.Query(_view, Iids.ParameterFinder) is not { } finder)
            return null;
        uint id = 0;
        int result = finder.Table<ParameterFinderTable>()->FindParameter(finder.Pointer, x, y, &id);
        finder.Release();
        return result == Result.Ok ? id : null;
    }

    /// <summary>Turns the wheel over the editor; whether it used it.</summary>
    public bool Wheel(float distance) => Table->OnWheel(_view, distance) == Result.Ok;

    /// <summary>Presses a key; whether the editor used it.</summary>
    public bool KeyDown(char key, int code = 0, KeyModifiers modifiers = KeyModifiers.None) => Table->OnKeyDown(_view, key, (short)code, (short)modifiers) == Result.Ok;

    public void Dispose()
    {
        if (_view == null)
            return;
        Table->SetFrame(_view, null);
        Table->Unknown.Release(_view);
        _view = null;
        _frame.Drop();
    }

    private sealed class FrameObject : ComObject
    {
        private static readonly ComSlot[] Slots =
            [new("IPlugFrame", CreateTable(), Iids.PlugFrame), new("IRunLoop", CreateLoopTable(), Iids.RunLoop)];

        private readonly HostRunLoop _loop;

        internal FrameObject(HostRunLoop loop)
            : base(Slots)
        {
            _loop = loop;
        }

        internal int Requests { get; private set; }

        private protected override void OnDestroyed()
        {
        }

        private static nint CreateTable()
        {
            PlugFrameTable* table = NewTable<PlugFrameTable>();
            table->Unknown = UnknownFunctions;
            table->ResizeView = &ResizeView;
            return (nint)table;
        }

        private static nint CreateLoopTable()
        {
            RunLoopTable* table = NewTable<RunLoopTable>();
            table->Unknown = UnknownFunctions;
            table->RegisterEventHandler = &RegisterEventHandler;
            table->UnregisterEventHandler = &UnregisterEventHandler;
            table->RegisterTimer = &RegisterTimer;
            table->UnregisterTimer = &UnregisterTimer;
            return (nint)table;
        }

        [UnmanagedCallersOnly]
        private static int ResizeView(void* self, void* view, ViewRect* size)
        {
            try
            {
                Of<FrameObject>(self).Requests++;
                return (*(PlugViewTable**)view)->OnSize(view, size);
            }
            catch (Exception fault)
            {
                return Firewall.Caught(fault);
            }
        }

        [UnmanagedCallersOnly]
        private static int RegisterEventHandler(void* self, void* handler, int descriptor) => Of<FrameObject>(self)._loop.RegisterDescriptor(handler, descriptor);

        [UnmanagedCallersOnly]
        private static int UnregisterEventHandler(void* self, void* handler) => Of<FrameObject>(self)._loop.UnregisterDescriptor(handler);

        [UnmanagedCallersOnly]
        private static int RegisterTimer(void* self, void* handler, ulong milliseconds) => Of<FrameObject>(self)._loop.Register(handler, milliseconds);

        [UnmanagedCallersOnly]
        private static int UnregisterTimer(void* self, void* handler) => Of<FrameObject>(self)._loop.Unregister(handler);
    }
}
