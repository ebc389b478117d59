namespace RealtimeEmotion.Trainer.Networks;

/// <summary>One convolution of the network; batch normalisation, ReLU, pooling and dropout follow it.</summary>
/// <param name="Channels">Output channels, 1 or more.</param>
/// <param name="Kernel">Width and height of the kernel, odd.</param>
/// <param name="Stride">Step of the kernel over bands and over frames, 1 or more.</param>
/// <param name="PoolBands">Bands that max pooling makes one of, 1 for none.</param>
/// <param name="PoolFrames">Frames that max pooling makes one of, 1 for none.</param>
public sealed record ConvolutionSettings(int Channels, int Kernel, int Stride, int PoolBands, int PoolFrames);
