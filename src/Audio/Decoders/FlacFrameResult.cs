namespace RealtimeEmotion.Audio.Decoders;

/// <summary>How the decoding of a FLAC frame went.</summary>
internal enum FlacFrameResult
{
    /// <summary>The frame's samples are there.</summary>
    Good,

    /// <summary>Something stood there that is no whole frame; the next call goes on behind it.</summary>
    Damaged,

    /// <summary>There are no more frames.</summary>
    End,
}
