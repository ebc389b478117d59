using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IProgramListData.</summary>
internal static unsafe class ProgramListDataEntries
{
    private const string Interface = "IProgramListData";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.ProgramListData);

    private static nint CreateTable()
    {
        ProgramListDataTable* table = ComObject.NewTable<ProgramListDataTable>();
        table->Unknown = ComObject.UnknownFunctions;
        table->ProgramDataSupported = &ProgramDataSupported;
        table->GetProgramData = &GetProgramData;
        table->SetProgramData = &SetProgramData;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    [UnmanagedCallersOnly]
    private static int ProgramDataSupported(void* self, int list)
    {
        try
        {
            Trace.Enter(self, Interface, $"list={list}");
            return Trace.Exit(Result.From(Of(self).Effect.HasProgramData(list)));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetProgramData(void* self, int list, int program, void* stream)
    {
        try
        {
            Trace.Enter(self, Interface, $"list={list} program={program}");
            return Trace.Exit(StateTransfer.Program(stream, Of(self).Effect.SaveProgram, list, program));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetProgramData(void* self, int list, int program, void* stream)
    {
        try
        {
            Trace.Enter(self, Interface, $"list={list} program={program}");
            return Trace.Exit(StateTransfer.Program(stream, Of(self).Effect.LoadProgram, list, program));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
