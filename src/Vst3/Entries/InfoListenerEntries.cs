using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>ChannelContext::IInfoListener.</summary>
internal static unsafe class InfoListenerEntries
{
    private const string Interface = "IInfoListener";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.InfoListener);

    private static nint CreateTable()
    {
        InfoListenerTable* table = ComObject.NewTable<InfoListenerTable>();
        table->Unknown = ComObject.UnknownFunctions;
        table->SetChannelContextInfos = &SetChannelContextInfos;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    [UnmanagedCallersOnly]
    private static int SetChannelContextInfos(void* self, void* attributes)
    {
        try
        {
            Trace.Enter(self, Interface);
            if (attributes == null)
                return Trace.Exit(Result.InvalidArgument);
            Of(self).Effect.OnChannelContext(new AttributeList(attributes));
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
