using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>The sound and the transport of one call, in the host's memory. Input and output channels may be the same memory.</summary>
[RealTimeSafe]
public readonly unsafe ref struct EffectBlock
{
    /// <summary>Samples in each channel; 0 for changes of parameters alone.</summary>
    public int Frames { get; init; }

    /// <summary>Whether samples are 64-bit, and not 32-bit, numbers.</summary>
    public bool IsDouble { get; init; }

    /// <summary>Channels of the main input and output, as prepared; 0 where the host gives no sound.</summary>
    public int Channels { get; init; }

    /// <summary>One pointer a channel of the main input.</summary>
    public void** Inputs { get; init; }

    /// <summary>One pointer a channel of the main output.</summary>
    public void** Outputs { get; init; }

    /// <summary>Channels of the side chain, as prepared; 0 where none is connected.</summary>
    public int SideChannels { get; init; }

    /// <summary>One pointer a channel of the side chain.</summary>
    public void** SideInputs { get; init; }

    /// <summary>The transport at the first sample.</summary>
    public TransportState Transport { get; init; }
}
