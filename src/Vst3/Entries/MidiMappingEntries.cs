using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IMidiMapping.</summary>
internal static unsafe class MidiMappingEntries
{
    private const string Interface = "IMidiMapping";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.MidiMapping);

    private static nint CreateTable()
    {
        MidiMappingTable* table = ComObject.NewTable<MidiMappingTable>();
        table->Unknown = ComObject.UnknownFunctions;
        table->GetMidiControllerAssignment = &GetMidiControllerAssignment;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    [UnmanagedCallersOnly]
    private static int GetMidiControllerAssignment(void* self, int bus, short channel, short controller, uint* id)
    {
        try
        {
            Trace.Enter(self, Interface, $"bus={bus} channel={channel} controller={controller}");
            if (id == null || !Of(self).Effect.TryMapMidiController(bus, channel, controller, out uint found))
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
