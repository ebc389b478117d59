using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Networks;

/// <summary>The shape of the network as a value: what training builds and what export writes.</summary>
public sealed record NetworkSettings
{
    /// <summary>The convolutions, first to last.</summary>
    public ImmutableArray<ConvolutionSettings> Convolutions { get; init; } =
    [
        new(16, 5, 2, 2, 2),
        new(32, 3, 1, 2, 2),
        new(48, 3, 1, 2, 2),
        new(64, 3, 1, 1, 1),
    ];

    /// <summary>How many trunks of these convolutions hear the same window, each with weights of its own, 1 or more. What a trunk mishears by
    /// the chance of its first weights and of what it heard counts for less beside others; where there are teachers, each learns from them by
    /// itself.</summary>
    public int Trunks { get; init; } = 1;

    /// <summary>Whether a trained network's kernels are of half precision (IEEE 754 binary16), which halves the file: they are rounded
    /// before the last layer is fitted to what they hear, and computed with in single precision.</summary>
    public bool HalfKernels { get; init; }

    /// <summary>The share of a convolution's outputs that dropout blanks in training, 0 … below 1.</summary>
    public double Dropout { get; init; } = 0.05;

    /// <summary>The share of the pooled features that dropout blanks in training, 0 … below 1.</summary>
    public double HeadDropout { get; init; } = 0.2;
}
