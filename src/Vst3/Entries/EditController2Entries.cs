using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IEditController2.</summary>
internal static unsafe class EditController2Entries
{
    private const string Interface = "IEditController2";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.EditController2);

    private static nint CreateTable()
    {
        EditController2Table* table = ComObject.NewTable<EditController2Table>();
        table->Unknown = ComObject.UnknownFunctions;
        table->SetKnobMode = &SetKnobMode;
        table->OpenHelp = &OpenHelp;
        table->OpenAboutBox = &OpenAboutBox;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    [UnmanagedCallersOnly]
    private static int SetKnobMode(void* self, int mode)
    {
        try
        {
            Trace.Enter(self, Interface, $"mode={mode}");
            if (mode is < (int)KnobMode.Circular or > (int)KnobMode.Linear)
                return Trace.Exit(Result.InvalidArgument);
            Of(self).Effect.KnobMode = (KnobMode)mode;
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int OpenHelp(void* self, byte onlyCheck)
    {
        try
        {
            Trace.Enter(self, Interface, $"onlyCheck={onlyCheck}");
            return Trace.Exit(Result.From(Of(self).Effect.OpenHelp(onlyCheck != 0)));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int OpenAboutBox(void* self, byte onlyCheck)
    {
        try
        {
            Trace.Enter(self, Interface, $"onlyCheck={onlyCheck}");
            return Trace.Exit(Result.From(Of(self).Effect.OpenAbout(onlyCheck != 0)));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
