using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>The notes and controllers of one block, in either direction.</summary>
public sealed unsafe class HostEvents : IDisposable
{
    private readonly ListObject _native = new();

    internal void* Pointer => _native.Identity;

    /// <summary>The events.</summary>
    public List<Event> Items => _native.Items;

    public void Dispose() => _native.Drop();

    private sealed class ListObject : ComObject
    {
        private static readonly ComSlot[] Slots = [new("IEventList", CreateTable(), Iids.EventList)];

        internal ListObject()
            : base(Slots)
        {
        }

        internal List<Event> Items { get; } = [];

        private protected override void OnDestroyed()
        {
        }

        private static nint CreateTable()
        {
            EventListTable* table = NewTable<EventListTable>();
            table->Unknown = UnknownFunctions;
            table->GetEventCount = &GetEventCount;
            table->GetEvent = &GetEvent;
            table->AddEvent = &AddEvent;
            return (nint)table;
        }

        [UnmanagedCallersOnly]
        private static int GetEventCount(void* self) => Of<ListObject>(self).Items.Count;

        [UnmanagedCallersOnly]
        private static int GetEvent(void* self, int index, Event* target)
        {
            List<Event> items = Of<ListObject>(self).Items;
            if ((uint)index >= (uint)items.Count)
                return Result.InvalidArgument;
            *target = items[index];
            return Result.Ok;
        }

        [UnmanagedCallersOnly]
        private static int AddEvent(void* self, Event* item)
        {
            try
            {
                Of<ListObject>(self).Items.Add(*item);
                return Result.Ok;
            }
            catch (Exception fault)
            {
                return Firewall.Caught(fault);
            }
        }
    }
}
