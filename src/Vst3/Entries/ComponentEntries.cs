using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IPluginBase and IComponent.</summary>
internal static unsafe class ComponentEntries
{
    private const string Interface = "IComponent";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.PluginBase, Iids.Component);

    private static nint CreateTable()
    {
        ComponentTable* table = ComObject.NewTable<ComponentTable>();
        table->Base.Unknown = ComObject.UnknownFunctions;
        table->Base.Initialize = &Initialize;
        table->Base.Terminate = &Terminate;
        table->GetControllerClassId = &GetControllerClassId;
        table->SetIoMode = &SetIoMode;
        table->GetBusCount = &GetBusCount;
        table->GetBusInfo = &GetBusInfo;
        table->GetRoutingInfo = &GetRoutingInfo;
        table->ActivateBus = &ActivateBus;
        table->SetActive = &SetActive;
        table->SetState = &SetState;
        table->GetState = &GetState;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    [UnmanagedCallersOnly]
    private static int Initialize(void* self, void* context)
    {
        try
        {
            Trace.Enter(self, Interface, $"context={(nint)context:X}");
            return Trace.Exit(Of(self).Initialize(context));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int Terminate(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.Exit(Of(self).Terminate());
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetControllerClassId(void* self, Uid* classId)
    {
        try
        {
            Trace.Enter(self, Interface);
            // The controller is this very object; there is no class of its own to make one from.
            return Trace.Exit(Result.NotImplemented);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetIoMode(void* self, int mode)
    {
        try
        {
            Trace.Enter(self, Interface, $"mode={mode}");
            return Trace.Exit(Result.NotImplemented);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetBusCount(void* self, int media, int direction)
    {
        try
        {
            Trace.Enter(self, Interface, $"media={media} direction={direction}");
            return Trace.ExitValue(Of(self).BusCount(media, direction));
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int GetBusInfo(void* self, int media, int direction, int index, BusInfo* info)
    {
        try
        {
            Trace.Enter(self, Interface, $"media={media} direction={direction} index={index}");
            return Trace.Exit(Of(self).GetBusInfo(media, direction, index, info));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetRoutingInfo(void* self, RoutingInfo* input, RoutingInfo* output)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.Exit(Result.NotImplemented);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int ActivateBus(void* self, int media, int direction, int index, byte state)
    {
        try
        {
            Trace.Enter(self, Interface, $"media={media} direction={direction} index={index} on={state}");
            return Trace.Exit(Of(self).ActivateBus(media, direction, index, state != 0));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetActive(void* self, byte state)
    {
        try
        {
            Trace.Enter(self, Interface, $"on={state}");
            return Trace.Exit(Of(self).SetActive(state != 0));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetState(void* self, void* stream)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.Exit(StateTransfer.Load(stream, Of(self).Effect.LoadState));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetState(void* self, void* stream)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.Exit(StateTransfer.Save(stream, Of(self).Effect.SaveState));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
