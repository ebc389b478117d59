namespace RealtimeEmotion.Vst3;

/// <summary>The type of the samples of a block.</summary>
public enum SampleSize
{
    /// <summary>32-bit floating point.</summary>
    Float32 = 0,

    /// <summary>64-bit floating point.</summary>
    Float64 = 1,
}
