using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>A timer of the host's run loop.</summary>
internal sealed unsafe class TimerCallbackObject : ComObject
{
    private const string Interface = "ITimerHandler";

    private static readonly ComSlot[] Slots = [new(Interface, CreateTable(), Iids.TimerHandler)];

    private readonly Action _onTimer;

    internal TimerCallbackObject(Action onTimer)
        : base(Slots)
    {
        _onTimer = onTimer;
    }

    private protected override void OnDestroyed()
    {
    }

    private static nint CreateTable()
    {
        TimerHandlerTable* table = NewTable<TimerHandlerTable>();
        table->Unknown = UnknownFunctions;
        table->OnTimer = &OnTimer;
        return (nint)table;
    }

    [UnmanagedCallersOnly]
    private static void OnTimer(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            Of<TimerCallbackObject>(self)._onTimer();
            Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
        }
    }
}

/// <summary>A file descriptor that the host's run loop watches.</summary>
internal sealed unsafe class DescriptorCallbackObject : ComObject
{
    private const string Interface = "IEventHandler";

    private static readonly ComSlot[] Slots = [new(Interface, CreateTable(), Iids.EventHandler)];

    private readonly Action _onReadable;

    internal DescriptorCallbackObject(Action onReadable)
        : base(Slots)
    {
        _onReadable = onReadable;
    }

    private protected override void OnDestroyed()
    {
    }

    private static nint CreateTable()
    {
        EventHandlerTable* table = NewTable<EventHandlerTable>();
        table->Unknown = UnknownFunctions;
        table->OnFileDescriptorIsSet = &OnFileDescriptorIsSet;
        return (nint)table;
    }

    [UnmanagedCallersOnly]
    private static void OnFileDescriptorIsSet(void* self, int fileDescriptor)
    {
        try
        {
            Trace.Enter(self, Interface, $"fd={fileDescriptor}");
            Of<DescriptorCallbackObject>(self)._onReadable();
            Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
        }
    }
}
