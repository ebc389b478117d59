using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IPrefetchableSupport.</summary>
internal static unsafe class PrefetchableSupportEntries
{
    private const string Interface = "IPrefetchableSupport";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.PrefetchableSupport);

    private static nint CreateTable()
    {
        PrefetchableSupportTable* table = ComObject.NewTable<PrefetchableSupportTable>();
        table->Unknown = ComObject.UnknownFunctions;
        table->GetPrefetchableSupport = &GetPrefetchableSupport;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    [UnmanagedCallersOnly]
    private static int GetPrefetchableSupport(void* self, uint* support)
    {
        try
        {
            Trace.Enter(self, Interface);
            if (support == null)
                return Trace.Exit(Result.InvalidArgument);
            *support = (uint)Of(self).Effect.Prefetch;
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
