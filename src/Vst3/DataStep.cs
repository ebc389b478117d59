namespace RealtimeEmotion.Vst3;

/// <summary>What a message of a <see cref="MessageDataQueue"/> tells, and how it is written: zero-terminated UTF-8.</summary>
internal enum DataStep
{
    /// <summary>A queue was opened.</summary>
    Opened,

    /// <summary>A block has arrived.</summary>
    Block,

    /// <summary>A queue was closed.</summary>
    Closed,
}

/// <summary>The words of the data messages.</summary>
internal static class DataWords
{
    internal static ReadOnlySpan<byte> Context => "Context\0"u8;

    internal static ReadOnlySpan<byte> Size => "Size\0"u8;

    internal static ReadOnlySpan<byte> Data => "Data\0"u8;

    internal static ReadOnlySpan<byte> IdOf(DataStep step) => step switch
    {
        DataStep.Opened => "DataQueueOpened\0"u8,
        DataStep.Block => "DataQueueBlock\0"u8,
        _ => "DataQueueClosed\0"u8,
    };
}
