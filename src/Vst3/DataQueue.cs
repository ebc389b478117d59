namespace RealtimeEmotion.Vst3;

/// <summary>
/// A queue of data blocks from the audio thread to the editor's half: lock a block, fill it, send it. All methods but
/// closing belong to the audio thread, and neither wait nor allocate. A full queue is normal: the data is dropped.
/// </summary>
public abstract class DataQueue
{
    private protected DataQueue(int context, int blockSize)
    {
        Context = context;
        BlockSize = blockSize;
    }

    /// <summary>The number under which the blocks arrive.</summary>
    public int Context { get; }

    /// <summary>The size of a block in bytes.</summary>
    public int BlockSize { get; }

    /// <summary>True if the host's own data exchange carries the blocks; false if messages do.</summary>
    public abstract bool IsHostExchange { get; }

    /// <summary>Gets a block to fill; the same one until it is sent or discarded. False if the queue is full.</summary>
    public abstract bool TryLock(out Span<byte> block);

    /// <summary>Sends the locked block; false if none is locked or the host did not take it.</summary>
    public abstract bool Send();

    /// <summary>Gives the locked block back without sending it.</summary>
    public abstract void Discard();

    internal abstract void Close();
}
