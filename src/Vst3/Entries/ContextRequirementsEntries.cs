using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IProcessContextRequirements.</summary>
internal static unsafe class ContextRequirementsEntries
{
    private const string Interface = "IProcessContextRequirements";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.ProcessContextRequirements);

    private static nint CreateTable()
    {
        ProcessContextRequirementsTable* table = ComObject.NewTable<ProcessContextRequirementsTable>();
        table->Unknown = ComObject.UnknownFunctions;
        table->GetProcessContextRequirements = &GetProcessContextRequirements;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    [UnmanagedCallersOnly]
    private static uint GetProcessContextRequirements(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.ExitValue((uint)Of(self).Effect.ContextRequirements);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }
}
