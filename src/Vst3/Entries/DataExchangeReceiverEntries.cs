using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3.Diagnostics;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3.Entries;

/// <summary>IDataExchangeReceiver.</summary>
internal static unsafe class DataExchangeReceiverEntries
{
    private const string Interface = "IDataExchangeReceiver";

    internal static readonly ComSlot Slot = new(Interface, CreateTable(), Iids.DataExchangeReceiver);

    private static nint CreateTable()
    {
        DataExchangeReceiverTable* table = ComObject.NewTable<DataExchangeReceiverTable>();
        table->Unknown = ComObject.UnknownFunctions;
        table->QueueOpened = &QueueOpened;
        table->QueueClosed = &QueueClosed;
        table->BlocksReceived = &BlocksReceived;
        return (nint)table;
    }

    private static EffectComponent Of(void* self) => ComObject.Of<EffectComponent>(self);

    [UnmanagedCallersOnly]
    private static void QueueOpened(void* self, uint context, uint blockSize, byte* onBackgroundThread)
    {
        try
        {
            Trace.Enter(self, Interface, $"context={context} size={blockSize}");
            bool background = Of(self).Effect.OnDataQueueOpened((int)context, (int)blockSize);
            if (onBackgroundThread != null)
                *onBackgroundThread = background ? (byte)1 : (byte)0;
            Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static void QueueClosed(void* self, uint context)
    {
        try
        {
            Trace.Enter(self, Interface, $"context={context}");
            Of(self).Effect.OnDataQueueClosed((int)context);
            Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
        }
    }

    [UnmanagedCallersOnly]
    private static void BlocksReceived(void* self, uint context, uint count, DataExchangeBlock* blocks, byte onBackgroundThread)
    {
        try
        {
            Trace.Enter(self, Interface, $"context={context} blocks={count}");
            for (uint k = 0; k < count && blocks != null; k++)
                Of(self).Effect.OnData((int)context, new ReadOnlySpan<byte>(blocks[k].Data, (int)blocks[k].Size), onBackgroundThread != 0);
            Trace.Exit(Result.Ok);
        }
        catch (Exception fault)
        {
            Firewall.Caught(fault);
        }
    }
}
