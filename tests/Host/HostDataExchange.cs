using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3;
using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Host;

/// <summary>A host's data exchange: blocks from the processor are handed to the controller when <see cref="Deliver"/> is called.</summary>
public sealed unsafe class HostDataExchange
{
    private readonly List<Queue> _queues = [];

    /// <summary>How many queues are open.</summary>
    public int OpenQueues => _queues.Count(queue => queue.IsOpen);

    /// <summary>How many locks failed because a queue was full.</summary>
    public int Refused { get; private set; }

    /// <summary>Hands all sent blocks to the receivers; returns how many.</summary>
    public int Deliver()
    {
        int delivered = 0;
        foreach (Queue queue in _queues.Where(queue => queue.IsOpen))
        {
            while (queue.Sent.TryDequeue(out uint block))
            {
                DataExchangeBlock data = new() { Data = queue.Block(block), Size = queue.BlockSize, BlockId = block };
                (*(DataExchangeReceiverTable**)queue.Receiver)->BlocksReceived((void*)queue.Receiver, queue.Context, 1, &data, 0);
                queue.Free.Enqueue(block);
                delivered++;
            }
        }

        return delivered;
    }

    internal int Open(void* processor, uint blockSize, uint blocks, uint alignment, uint context, uint* id)
    {
        void* receiver = null;
        Uid iid = Iids.DataExchangeReceiver;
        if ((*(UnknownTable**)processor)->QueryInterface(processor, &iid, &receiver) != Result.Ok)
            return Result.False;
        Queue queue = new((nint)receiver, blockSize, blocks, alignment, context);
        *id = (uint)_queues.Count;
        _queues.Add(queue);
        byte background = 0;
        (*(DataExchangeReceiverTable**)receiver)->QueueOpened(receiver, context, blockSize, &background);
        return Result.Ok;
    }

    internal int Close(uint id)
    {
        Queue queue = _queues[(int)id];
        if (!queue.IsOpen)
            return Result.False;
        void* receiver = (void*)queue.Receiver;
        (*(DataExchangeReceiverTable**)receiver)->QueueClosed(receiver, queue.Context);
        (*(UnknownTable**)receiver)->Release(receiver);
        queue.Close();
        return Result.Ok;
    }

    internal int Lock(uint id, DataExchangeBlock* block)
    {
        Queue queue = _queues[(int)id];
        if (!queue.IsOpen || !queue.Free.TryDequeue(out uint free))
        {
            Refused++;
            return Result.OutOfMemory;
        }

        *block = new DataExchangeBlock { Data = queue.Block(free), Size = queue.BlockSize, BlockId = free };
        return Result.Ok;
    }

    internal int Free(uint id, uint block, bool send)
    {
        Queue queue = _queues[(int)id];
        (send ? queue.Sent : queue.Free).Enqueue(block);
        return Result.Ok;
    }

    private sealed class Queue
    {
        private readonly uint _alignment;
        private byte* _memory;

        internal Queue(nint receiver, uint blockSize, uint blocks, uint alignment, uint context)
        {
            Receiver = receiver;
            BlockSize = blockSize;
            Context = context;
            _alignment = Math.Max(alignment, 1);
            _memory = (byte*)NativeMemory.AlignedAlloc(Stride * blocks, _alignment);
            for (uint k = 0; k < blocks; k++)
                Free.Enqueue(k);
        }

        internal nint Receiver { get; }

        internal uint BlockSize { get; }

        internal uint Context { get; }

        internal Queue<uint> Free { get; } = new();

        internal Queue<uint> Sent { get; } = new();

        internal bool IsOpen => _memory != null;

        private nuint Stride => (BlockSize + _alignment - 1) / _alignment * _alignment;

        internal void* Block(uint index) => _memory + (index * Stride);

        internal void Close()
        {
            NativeMemory.AlignedFree(_memory);
            _memory = null;
        }
    }
}
