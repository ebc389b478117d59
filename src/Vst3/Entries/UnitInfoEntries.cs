using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IUnitInfo.</summary>
internal static unsafe class UnitInfoEntries
{
    private const string Interface = "IUnitInfo";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.UnitInfo);

    private static nint CreateTable()
    {
        UnitInfoTable* table = ComObject.NewTable<UnitInfoTable>();
        table->Unknown = ComObject.UnknownFunctions;
        table->GetUnitCount = &GetUnitCount;
        table->GetUnitInfo = &GetUnitInfo;
        table->GetProgramListCount = &GetProgramListCount;
        table->GetProgramListInfo = &GetProgramListInfo;
        table->GetProgramName = &GetProgramName;
        table->GetProgramInfo = &GetProgramInfo;
        table->HasProgramPitchNames = &HasProgramPitchNames;
        table->GetProgramPitchName = &GetProgramPitchName;
        table->GetSelectedUnit = &GetSelectedUnit;
        table->SelectUnit = &SelectUnit;
        table->GetUnitByBus = &GetUnitByBus;
        table->SetUnitProgramData = &SetUnitProgramData;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    private const int NoParent = -1;

    // The root's programs are those of the list that a program-change parameter without a unit chooses from.
    private static Unit Root(AudioEffect effect)
    {
        bool choosesProgram = effect.Parameters.Any(parameter => parameter.UnitId == Unit.RootId && (parameter.Flags & ParameterFlags.ProgramChange) != 0);
        bool owned = effect.Units.Any(unit => unit.ProgramListId != Unit.NoProgramList);
        int list = choosesProgram && !owned && effect.ProgramLists.Count > 0 ? effect.ProgramLists[0].Id : Unit.NoProgramList;
        return new Unit(Unit.RootId, "Root", NoParent, list);
    }

    private static string? ProgramName(void* self, int list, int program)
    {
        foreach (ProgramList candidate in Of(self).Effect.ProgramLists)
        {
            if (candidate.Id == list && (uint)program < (uint)candidate.Programs.Count)
                return candidate.Programs[program];
        }

        return null;
    }

    [UnmanagedCallersOnly]
    private static int GetUnitCount(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.ExitValue(Of(self).Effect.Units.Count + 1);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int GetUnitInfo(void* self, int index, UnitInfo* info)
    {
        try
        {
            Trace.Enter(self, Interface, $"index={index}");
            IReadOnlyList<Unit> units = Of(self).Effect.Units;
            if (info == null || (uint)index > (uint)units.Count)
                return Trace.Exit(Result.InvalidArgument);
            Unit unit = index == 0 ? Root(Of(self).Effect) : units[index - 1];
            info->Id = unit.Id;
            info->ParentUnitId = index == 0 ? NoParent : unit.ParentId;
            info->ProgramListId = unit.ProgramListId;
            NativeText.Write(unit.Name, info->Name, NativeText.String128Length);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetProgramListCount(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.ExitValue(Of(self).Effect.ProgramLists.Count);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int GetProgramListInfo(void* self, int index, ProgramListInfo* info)
    {
        try
        {
            Trace.Enter(self, Interface, $"index={index}");
            IReadOnlyList<ProgramList> lists = Of(self).Effect.ProgramLists;
            if (info == null || (uint)index >= (uint)lists.Count)
                return Trace.Exit(Result.InvalidArgument);
            info->Id = lists[index].Id;
            info->ProgramCount = lists[index].Programs.Count;
            NativeText.Write(lists[index].Name, info->Name, NativeText.String128Length);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetProgramName(void* self, int list, int program, char* name)
    {
        try
        {
            Trace.Enter(self, Interface, $"list={list} program={program}");
            if (name == null || ProgramName(self, list, program) is not { } found)
                return Trace.Exit(Result.InvalidArgument);
            NativeText.Write(found, name, NativeText.String128Length);
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetProgramInfo(void* self, int list, int program, byte* attribute, char* value)
    {
        try
        {
            Trace.Enter(self, Interface, $"list={list} program={program} attribute={NativeText.Read(attribute)}");
            return Trace.Exit(ProgramName(self, list, program) == null ? Result.InvalidArgument : Result.False);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int HasProgramPitchNames(void* self, int list, int program)
    {
        try
        {
            Trace.Enter(self, Interface, $"list={list} program={program}");
            return Trace.Exit(Result.False);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetProgramPitchName(void* self, int list, int program, short pitch, char* name)
    {
        try
        {
            Trace.Enter(self, Interface, $"list={list} program={program} pitch={pitch}");
            return Trace.Exit(Result.False);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetSelectedUnit(void* self)
    {
        try
        {
            Trace.Enter(self, Interface);
            return Trace.ExitValue(Of(self).SelectedUnit);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int SelectUnit(void* self, int unit)
    {
        try
        {
            Trace.Enter(self, Interface, $"unit={unit}");
            EffectComponent component = Of(self);
            if (unit != Unit.RootId && !component.Effect.Units.Any(known => known.Id == unit))
                return Trace.Exit(Result.InvalidArgument);
            component.SelectedUnit = unit;
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetUnitByBus(void* self, int media, int direction, int bus, int channel, int* unit)
    {
        try
        {
            Trace.Enter(self, Interface, $"media={media} direction={direction} bus={bus} channel={channel}");
            if (unit == null || (uint)bus >= (uint)Of(self).BusCount(media, direction))
                return Trace.Exit(Result.InvalidArgument);
            *unit = Unit.RootId;
            return Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static int SetUnitProgramData(void* self, int listOrUnit, int program, void* stream)
    {
        try
        {
            Trace.Enter(self, Interface, $"list={listOrUnit} program={program}");
            return Trace.Exit(StateTransfer.Program(stream, Of(self).Effect.LoadProgram, listOrUnit, program));
        }
        catch (Exception fault)
        {
            return Firewall.Caught(fault);
        }
    }
}
