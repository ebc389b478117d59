using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>
/// What a host gives a plugin on initialising it: its name, messages, a run loop, and data exchange if wanted. It also
/// remembers what the plugin told it.
/// </summary>
public sealed unsafe class HostContext : IDisposable
{
    private readonly ContextObject _native;

    /// <summary>Makes a context.</summary>
    /// <param name="name">The host's name.</param>
    /// <param name="hasDataExchange">Whether the host has IDataExchangeHandler.</param>
    /// <param name="hasRunLoop">Whether it gives its run loop here, and not only through the frame of an editor.</param>
    public HostContext(string name = "RealtimeEmotion test host", bool hasDataExchange = false, bool hasRunLoop = false)
    {
        DataExchange = hasDataExchange ? new HostDataExchange() : null;
        _native = new ContextObject(this, name, hasRunLoop);
    }

    /// <summary>The run loop of the host's user-interface thread.</summary>
    public HostRunLoop RunLoop { get; } = new();

    /// <summary>The data exchange; null if the host has none.</summary>
    public HostDataExchange? DataExchange { get; }

    internal void* Pointer => _native.Identity;

    /// <summary>References that plugins hold to the context, beyond the host's own.</summary>
    public int References => _native.References - 1;

    public void Dispose() => _native.Drop();

    private sealed class ContextObject : ComObject
    {
        private static readonly ComSlot Application = new("IHostApplication", CreateApplicationTable(), Iids.HostApplication);
        private static readonly ComSlot Support = new("IPlugInterfaceSupport", CreateSupportTable(), Iids.PlugInterfaceSupport);
        private static readonly ComSlot Loop = new("IRunLoop", CreateLoopTable(), Iids.RunLoop);
        private static readonly ComSlot Exchange = new("IDataExchangeHandler", CreateExchangeTable(), Iids.DataExchangeHandler);

        private readonly HostContext _context;
        private readonly string _name;

        internal ContextObject(HostContext context, string name, bool hasRunLoop)
            : base(SlotsFor(context, hasRunLoop))
        {
            _context = context;
            _name = name;
        }

        private protected override void OnDestroyed()
        {
        }

        private static ComSlot[] SlotsFor(HostContext context, bool hasRunLoop)
        {
            List<ComSlot> slots = [Application, Support];
            if (hasRunLoop)
                slots.Add(Loop);
            if (context.DataExchange != null)
                slots.Add(Exchange);
            return [.. slots];
        }

        private static HostContext Context(void* self) => Of<ContextObject>(self)._context;

        private static nint CreateApplicationTable()
        {
            HostApplicationTable* table = NewTable<HostApplicationTable>();
            table->Unknown = UnknownFunctions;
            table->GetName = &GetName;
            table->CreateInstance = &CreateInstance;
            return (nint)table;
        }

        private static nint CreateSupportTable()
        {
            PlugInterfaceSupportTable* table = NewTable<PlugInterfaceSupportTable>();
            table->Unknown = UnknownFunctions;
            table->IsPlugInterfaceSupported = &IsPlugInterfaceSupported;
            return (nint)table;
        }

        private static nint CreateLoopTable()
        {
            RunLoopTable* table = NewTable<RunLoopTable>();
            table->Unknown = UnknownFunctions;
            table->RegisterEventHandler = &RegisterEventHandler;
            table->UnregisterEventHandler = &UnregisterEventHandler;
            table->RegisterTimer = &RegisterTimer;
            table->UnregisterTimer = &UnregisterTimer;
            return (nint)table;
        }

        private static nint CreateExchangeTable()
        {
            DataExchangeHandlerTable* table = NewTable<DataExchangeHandlerTable>();
            table->Unknown = UnknownFunctions;
            table->OpenQueue = &OpenQueue;
            table->CloseQueue = &CloseQueue;
            table->LockBlock = &LockBlock;
            table->FreeBlock = &FreeBlock;
            return (nint)table;
        }

        [UnmanagedCallersOnly]
        private static int GetName(void* self, char* name)
        {
            NativeText.Write(Of<ContextObject>(self)._name, name, NativeText.String128Length);
            return Result.Ok;
        }

        [UnmanagedCallersOnly]
        private static int CreateInstance(void* self, Uid* classId, Uid* iid, void** result)
        {
            try
            {
                ComObject? made = *classId == Iids.Message ? new MessageObject() : *classId == Iids.AttributeList ? new AttributesObject() : null;
                *result = made == null ? null : made.Query(*iid);
                made?.Drop();
                return *result == null ? Result.NoInterface : Result.Ok;
            }
            catch (Exception fault)
            {
                return Firewall.Caught(fault);
            }
        }

        [UnmanagedCallersOnly]
        private static int IsPlugInterfaceSupported(void* self, Uid* iid)
            => Result.From(*iid == Iids.Component || *iid == Iids.AudioProcessor || *iid == Iids.EditController || *iid == Iids.UnitInfo);

        [UnmanagedCallersOnly]
        private static int RegisterEventHandler(void* self, void* handler, int descriptor) => Context(self).RunLoop.RegisterDescriptor(handler, descriptor);

        [UnmanagedCallersOnly]
        private static int UnregisterEventHandler(void* self, void* handler) => Context(self).RunLoop.UnregisterDescriptor(handler);

        [UnmanagedCallersOnly]
        private static int RegisterTimer(void* self, void* handler, ulong milliseconds) => Context(self).RunLoop.Register(handler, milliseconds);

        [UnmanagedCallersOnly]
        private static int UnregisterTimer(void* self, void* handler) => Context(self).RunLoop.Unregister(handler);

        [UnmanagedCallersOnly]
        private static int OpenQueue(void* self, void* processor, uint blockSize, uint blocks, uint alignment, uint context, uint* queue)
        {
            try
            {
                return Context(self).DataExchange!.Open(processor, blockSize, blocks, alignment, context, queue);
            }
            catch (Exception fault)
            {
                return Firewall.Caught(fault);
            }
        }

        [UnmanagedCallersOnly]
        private static int CloseQueue(void* self, uint queue) => Context(self).DataExchange!.Close(queue);

        [UnmanagedCallersOnly]
        private static int LockBlock(void* self, uint queue, DataExchangeBlock* block) => Context(self).DataExchange!.Lock(queue, block);

        [UnmanagedCallersOnly]
        private static int FreeBlock(void* self, uint queue, uint block, byte send) => Context(self).DataExchange!.Free(queue, block, send != 0);
    }
}
