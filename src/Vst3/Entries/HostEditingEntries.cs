using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IEditControllerHostEditing.</summary>
internal static unsafe class HostEditingEntries
{
    private const string Interface = "IEditControllerHostEditing";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.EditControllerHostEditing);

    private static nint CreateTable()
    {
        EditControllerHostEditingTable* table = ComObject.NewTable<EditControllerHostEditingTable>();
        table->Unknown = ComObject.UnknownFunctions;
        table->BeginEditFromHost = &BeginEditFromHost;
        table->EndEditFromHost = &EndEditFromHost;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    private static int Edit(void* self, uint id, bool begins)
    {
        AudioEffect effect = Of(self).Effect;
        if (!effect.Parameters.TryGet(id, out Parameter parameter))
            return Result.InvalidArgument;
        effect.OnHostEdit(parameter, begins);
        return Result.Ok;
    }

    [UnmanagedCallersOnly]
    private static int BeginEditFromHost(void* self, uint id)
    {
        try
        {
            Trace.Enter(self, Interface, $"id={id}");
            return Trace.Exit(Edit(self, id, begins: true));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int EndEditFromHost(void* self, uint id)
    {
        try
        {
            Trace.Enter(self, Interface, $"id={id}");
            return Trace.Exit(Edit(self, id, begins: false));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
