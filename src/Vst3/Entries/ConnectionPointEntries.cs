using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IConnectionPoint.</summary>
internal static unsafe class ConnectionPointEntries
{
    private const string Interface = "IConnectionPoint";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.ConnectionPoint);

    private static nint CreateTable()
    {
        ConnectionPointTable* table = ComObject.NewTable<ConnectionPointTable>();
        table->Unknown = ComObject.UnknownFunctions;
        table->Connect = &Connect;
        table->Disconnect = &Disconnect;
        table->Notify = &Notify;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    [UnmanagedCallersOnly]
    private static int Connect(void* self, void* other)
    {
        try
        {
            Trace.Enter(self, Interface, $"other={(nint)other:X}");
            return Trace.Exit(Of(self).Connect(other));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int Disconnect(void* self, void* other)
    {
        try
        {
            Trace.Enter(self, Interface, $"other={(nint)other:X}");
            return Trace.Exit(Of(self).Disconnect());
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int Notify(void* self, void* message)
    {
        try
        {
            Trace.Enter(self, Interface, $"message={new Message(message).Id}");
            return Trace.Exit(message == null ? Result.InvalidArgument : Of(self).Receive(new Message(message)));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
