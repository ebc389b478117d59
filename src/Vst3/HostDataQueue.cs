using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>A data queue in the host's data exchange.</summary>
internal sealed unsafe class HostDataQueue : DataQueue
{
    private readonly HostReference _handler;
    private readonly uint _queue;
    private DataExchangeBlock _locked = new() { BlockId = DataExchangeBlock.InvalidId };

    private HostDataQueue(HostReference handler, uint queue, int context, int blockSize)
        : base(context, blockSize)
    {
        _handler = handler;
        _queue = queue;
    }

    public override bool IsHostExchange => true;

    /// <summary>Opens a queue; null if the host has no data exchange or refuses.</summary>
    internal static HostDataQueue? Open(HostApplication? host, void* processor, int context, int blockSize, int blocks)
    {
        const int Alignment = 32;
        if (host?.Query(Iids.DataExchangeHandler) is not { } handler)
            return null;
        uint queue = 0;
        if (handler.Table<DataExchangeHandlerTable>()->OpenQueue(handler.Pointer, processor, (uint)blockSize, (uint)blocks, Alignment, (uint)context, &queue) == Result.Ok)
            return new HostDataQueue(handler, queue, context, blockSize);
        handler.Release();
        return null;
    }

    public override bool TryLock(out Span<byte> block)
    {
        if (_locked.BlockId == DataExchangeBlock.InvalidId)
        {
            DataExchangeBlock taken = new() { BlockId = DataExchangeBlock.InvalidId };
            if (_handler.Table<DataExchangeHandlerTable>()->LockBlock(_handler.Pointer, _queue, &taken) != Result.Ok || taken.Data == null)
            {
                block = default;
                return false;
            }

            _locked = taken;
        }

        block = new Span<byte>(_locked.Data, Math.Min(BlockSize, (int)_locked.Size));
        return true;
    }

    public override bool Send() => Free(send: true);

    public override void Discard() => Free(send: false);

    internal override void Close()
    {
        Discard();
        _handler.Table<DataExchangeHandlerTable>()->CloseQueue(_handler.Pointer, _queue);
        _handler.Release();
    }

    private bool Free(bool send)
    {
        if (_locked.BlockId == DataExchangeBlock.InvalidId)
            return false;
        uint block = _locked.BlockId;
        _locked.BlockId = DataExchangeBlock.InvalidId;
        return _handler.Table<DataExchangeHandlerTable>()->FreeBlock(_handler.Pointer, _queue, block, send ? (byte)1 : (byte)0) == Result.Ok;
    }
}
