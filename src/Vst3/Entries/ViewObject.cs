using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IPlugView, its content scale and its parameter finder, over a <see cref="PluginView"/>.</summary>
internal sealed unsafe class ViewObject : ComObject
{
    private const string Interface = "IPlugView";

    private static readonly ComSlot[] Slots =
    [
        new(Interface, CreateViewTable(), Iids.PlugView),
        new("IPlugViewContentScaleSupport", CreateScaleTable(), Iids.PlugViewContentScale),
        new("IParameterFinder", CreateFinderTable(), Iids.ParameterFinder),
    ];

    private readonly PluginView _view;
    private readonly EffectComponent _component;

    internal ViewObject(PluginView view, EffectComponent component)
        : base(Slots)
    {
        _view = view;
        _component = component;
        view.Self = Identity;

        // The editor speaks to its plugin, which must not go before it.
        component.Retain();
    }

    public override string ToString() => _view.GetType().Name;

    private protected override void OnDestroyed()
    {
        try
        {
            _view.Hide();
            _view.SetFrame(null, null);
            _view.Dispose();
        }
        finally
        {
            _component.Drop();
        }
    }

    private static nint CreateViewTable()
    {
        PlugViewTable* table = NewTable<PlugViewTable>();
        table->Unknown = UnknownFunctions;
        table->IsPlatformTypeSupported = &IsPlatformTypeSupported;
        table->Attached = &Attached;
        table->Removed = &Removed;
        table->OnWheel = &OnWheel;
        table->OnKeyDown = &OnKeyDown;
        table->OnKeyUp = &OnKeyUp;
        table->GetSize = &GetSize;
        table->OnSize = &OnSize;
        table->OnFocus = &OnFocus;
        table->SetFrame = &SetFrame;
        table->CanResize = &CanResize;
        table->CheckSizeConstraint = &CheckSizeConstraint;
        return (nint)table;
    }

    private static nint CreateScaleTable()
    {
        PlugViewContentScaleTable* table = NewTable<PlugViewContentScaleTable>();
        table->Unknown = UnknownFunctions;
        table->SetContentScaleFactor = &SetContentScaleFactor;
        return (nint)table;
    }

    private static nint CreateFinderTable()
    {
        ParameterFinderTable* table = NewTable<ParameterFinderTable>();
        table->Unknown = UnknownFunctions;
        table->FindParameter = &FindParameter;
        return (nint)table;
    }

    private static PluginView Of(void* self) => Of<ViewObject>(self)._view;

    private static ViewPlatform? PlatformOf(byte* type) => NativeText.Read(type) switch
    {
        "X11EmbedWindowID" => ViewPlatform.X11,
        "HWND" => ViewPlatform.Win32,
        "NSView" => ViewPlatform.Cocoa,
        _ => null,
    };

    [UnmanagedCallersOnly]
    private static int IsPlatformTypeSupported(void* self, byte* type)
    {
        try
        {
            Trace.Enter(self, Interface, $"{NativeText.Read(type)}");
            return Trace.Exit(Result.From(PlatformOf(type) is { } platform && Of(self).Supports(platform)));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int Attached(void* self, void* parent, byte* type)
    {
        try
        {
            Trace.Enter(self, Interface, $"parent={(nint)parent:X} {NativeText.Read(type)}");
            PluginView view = Of(self);
            if (PlatformOf(type) is not { } platform || !view.Supports(platform))
                return Trace.Exit(Result.InvalidArgument);
            if (view.IsAttached)
                return Trace.Exit(Result.False);
            view.Show((nint)parent, platform);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int Removed(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            Of(self).Hide();
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int OnWheel(void* self, float distance)
    {
        try
        {
            Trace.Enter(self, Interface, $"distance={distance}");
            return Trace.Exit(Result.From(Of(self).OnWheel(distance)));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int OnKeyDown(void* self, char key, short code, short modifiers)
    {
        try
        {
            Trace.Enter(self, Interface, $"key={(int)key} code={code} modifiers={modifiers}");
            return Trace.Exit(Result.From(Of(self).OnKeyDown(new KeyPress(key, code, (KeyModifiers)modifiers))));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int OnKeyUp(void* self, char key, short code, short modifiers)
    {
        try
        {
            Trace.Enter(self, Interface, $"key={(int)key} code={code} modifiers={modifiers}");
            return Trace.Exit(Result.From(Of(self).OnKeyUp(new KeyPress(key, code, (KeyModifiers)modifiers))));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetSize(void* self, ViewRect* size)
    {
        try
        {
            Trace.Enter(self, Interface);
            if (size == null)
                return Trace.Exit(Result.InvalidArgument);
            *size = Of(self).Bounds;
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int OnSize(void* self, ViewRect* size)
    {
        try
        {
            Trace.Enter(self, Interface, $"{(size == null ? default : *size)}");
            if (size == null)
                return Trace.Exit(Result.InvalidArgument);
            Of(self).Resize(*size);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int OnFocus(void* self, byte state)
    {
        try
        {
            Trace.Enter(self, Interface, $"on={state}");
            Of(self).OnFocus(state != 0);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetFrame(void* self, void* frame)
    {
        try
        {
            Trace.Enter(self, Interface, $"frame={(nint)frame:X}");
            Of(self).SetFrame(frame, Of<ViewObject>(self)._component.Effect.Host);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int CanResize(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.Exit(Result.From(Of(self).CanResize));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int CheckSizeConstraint(void* self, ViewRect* rect)
    {
        try
        {
            Trace.Enter(self, Interface, $"{(rect == null ? default : *rect)}");
            if (rect == null)
                return Trace.Exit(Result.InvalidArgument);
            *rect = Of(self).Constrain(*rect);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetContentScaleFactor(void* self, float factor)
    {
        try
        {
            Trace.Enter(self, Interface, $"factor={factor}");
            if (!(factor > 0))
                return Trace.Exit(Result.InvalidArgument);
            Of(self).Scale(factor);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int FindParameter(void* self, int x, int y, uint* id)
    {
        try
        {
            Trace.Enter(self, Interface, $"x={x} y={y}");
            if (id == null || !Of(self).TryFindParameter(x, y, out uint found))
                return Trace.Exit(Result.False);
            *id = found;
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
