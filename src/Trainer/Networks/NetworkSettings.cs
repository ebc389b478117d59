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

    /// <summary>The share of a convolution's outputs that dropout blanks in training, 0 … below 1.</summary>
    public double Dropout { get; init; } = 0.05;

    /// <summary>The share of the pooled features that dropout blanks in training, 0 … below 1.</summary>
    public double HeadDropout { get; init; } = 0.2;
}
