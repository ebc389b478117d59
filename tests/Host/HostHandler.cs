using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>Takes the gestures of an editor and remembers them as lines: "begin 0", "perform 0 0.5", "end 0", "restart LatencyChanged".</summary>
public sealed unsafe class HostHandler : IDisposable
{
    private readonly HandlerObject _native = new();

    internal void* Pointer => _native.Identity;

    /// <summary>What was told, in order.</summary>
    public IReadOnlyList<string> Log => _native.Log;

    /// <summary>References that plugins hold to the handler, beyond the host's own.</summary>
    public int References => _native.References - 1;

    public void Dispose() => _native.Drop();

    private sealed class HandlerObject : ComObject
    {
        private static readonly ComSlot[] Slots =
        [
            new("IComponentHandler", CreateTable(), Iids.ComponentHandler),
            new("IComponentHandler2", CreateTable2(), Iids.ComponentHandler2),
            new("IComponentHandlerBusActivation", CreateBusTable(), Iids.ComponentHandlerBusActivation),
            new("IUnitHandler", CreateUnitTable(), Iids.UnitHandler),
        ];

        internal HandlerObject()
            : base(Slots)
        {
        }

        internal List<string> Log { get; } = [];

        private protected override void OnDestroyed()
        {
        }

        private static nint CreateTable()
        {
            ComponentHandlerTable* table = NewTable<ComponentHandlerTable>();
            table->Unknown = UnknownFunctions;
            table->BeginEdit = &BeginEdit;
            table->PerformEdit = &PerformEdit;
            table->EndEdit = &EndEdit;
            table->RestartComponent = &RestartComponent;
            return (nint)table;
        }

        private static nint CreateTable2()
        {
            ComponentHandler2Table* table = NewTable<ComponentHandler2Table>();
            table->Unknown = UnknownFunctions;
            table->SetDirty = &SetDirty;
            table->RequestOpenEditor = &RequestOpenEditor;
            table->StartGroupEdit = &StartGroupEdit;
            table->FinishGroupEdit = &FinishGroupEdit;
            return (nint)table;
        }

        private static nint CreateBusTable()
        {
            ComponentHandlerBusActivationTable* table = NewTable<ComponentHandlerBusActivationTable>();
            table->Unknown = UnknownFunctions;
            table->RequestBusActivation = &RequestBusActivation;
            return (nint)table;
        }

        private static nint CreateUnitTable()
        {
            UnitHandlerTable* table = NewTable<UnitHandlerTable>();
            table->Unknown = UnknownFunctions;
            table->NotifyUnitSelection = &NotifyUnitSelection;
            table->NotifyProgramListChange = &NotifyProgramListChange;
            return (nint)table;
        }

        private static int Note(void* self, FormattableString line)
        {
            try
            {
                HandlerObject handler = Of<HandlerObject>(self);
                lock (handler.Log)
                    handler.Log.Add(FormattableString.Invariant(line));
                return Result.Ok;
            }
            catch (Exception fault)
            {
                return Firewall.Caught(fault);
            }
        }

        [UnmanagedCallersOnly]
        private static int BeginEdit(void* self, uint id) => Note(self, $"begin {id}");

        [UnmanagedCallersOnly]
        private static int PerformEdit(void* self, uint id, double value) => Note(self, $"perform {id} {value}");

        [UnmanagedCallersOnly]
        private static int EndEdit(void* self, uint id) => Note(self, $"end {id}");

        [UnmanagedCallersOnly]
        private static int RestartComponent(void* self, int flags) => Note(self, $"restart {(RestartFlags)flags}");

        [UnmanagedCallersOnly]
        private static int SetDirty(void* self, byte state) => Note(self, $"dirty {state}");

        [UnmanagedCallersOnly]
        private static int RequestOpenEditor(void* self, byte* name) => Note(self, $"open {NativeText.Read(name)}");

        [UnmanagedCallersOnly]
        private static int StartGroupEdit(void* self) => Note(self, $"group");

        [UnmanagedCallersOnly]
        private static int FinishGroupEdit(void* self) => Note(self, $"group end");

        [UnmanagedCallersOnly]
        private static int RequestBusActivation(void* self, int media, int direction, int index, byte state) => Note(self, $"bus {media} {direction} {index} {state}");

        [UnmanagedCallersOnly]
        private static int NotifyUnitSelection(void* self, int unit) => Note(self, $"unit {unit}");

        [UnmanagedCallersOnly]
        private static int NotifyProgramListChange(void* self, int list, int program) => Note(self, $"programs {list} {program}");
    }
}
