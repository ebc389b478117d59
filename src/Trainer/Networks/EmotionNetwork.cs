using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Networks;

/// <summary>
/// The convolutional network: convolutions, each with batch normalisation, ReLU, max pooling and dropout; then the mean
/// over bands and time and the deviation over time of each channel; then one linear layer to the categories.
/// </summary>
/// <remarks>Input <c>[batch, 1, bands, frames]</c>, output logits <c>[batch, categories]</c>. Uses TorchSharp:
/// <see cref="Torch.TorchLibrary.Load"/> must have returned.</remarks>
internal sealed class EmotionNetwork : Module<Tensor, Tensor>
{
    /// <summary>Added to a variance before its root is taken, here and in the exported graph.</summary>
    internal const double VarianceFloor = 1e-5;

    private readonly ModuleList<Conv2d> _convolutions = [];
    private readonly ModuleList<BatchNorm2d> _normalisations = [];
    private readonly SeededDropout _dropout;
    private readonly SeededDropout _headDropout;
    private readonly Linear _linear;

    // The tensor library draws initial weights from a generator that the whole process shares: one network at a time.
    private static readonly Lock Initialisation = new();

    private readonly Generator _generator;

    private EmotionNetwork(NetworkSettings settings, int categories, int seed)
        : base(nameof(EmotionNetwork))
    {
        Settings = settings;
        _generator = new Generator((ulong)(uint)seed);
        int channels = 1;
        foreach (ConvolutionSettings layer in settings.Convolutions)
        {
            // No bias: the normalisation behind it has one.
            _convolutions.Add(Conv2d(channels, layer.Channels, layer.Kernel, stride: layer.Stride, padding: layer.Kernel / 2, bias: false));
            _normalisations.Add(BatchNorm2d(layer.Channels));
            channels = layer.Channels;
        }

        _dropout = new SeededDropout(settings.Dropout, _generator);
        _headDropout = new SeededDropout(settings.HeadDropout, _generator);
        _linear = Linear(2 * channels, categories);
        RegisterComponents();
    }

    internal NetworkSettings Settings { get; }

    /// <summary>A network with random weights: the same ones for the same seed, whatever else runs in the process.</summary>
    internal static EmotionNetwork Create(NetworkSettings settings, int categories, int seed)
    {
        lock (Initialisation)
        {
            manual_seed(seed);
            return new EmotionNetwork(settings, categories, seed);
        }
    }

    internal Linear Head => _linear;

    /// <summary>A convolution and the normalisation behind it.</summary>
    internal (Conv2d Convolution, BatchNorm2d Normalisation) Layer(int index) => (_convolutions[index], _normalisations[index]);

    public override Tensor forward(Tensor input)
    {
        Tensor x = input;
        for (int i = 0; i < Settings.Convolutions.Length; i++)
        {
            ConvolutionSettings layer = Settings.Convolutions[i];
            x = functional.relu(_normalisations[i].call(_convolutions[i].call(x)));
            if (layer.PoolBands > 1 || layer.PoolFrames > 1)
            {
                x = functional.max_pool2d(x, [layer.PoolBands, layer.PoolFrames]);
            }

            x = _dropout.call(x);
        }

        Tensor overBands = x.mean([2]);
        Tensor mean = overBands.mean([2], keepdim: true);
        Tensor distance = overBands - mean;
        Tensor deviation = ((distance * distance).mean([2]) + VarianceFloor).sqrt();
        return _linear.call(_headDropout.call(cat([mean.squeeze(2), deviation], 1)));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _generator.Dispose();
        }

        base.Dispose(disposing);
    }
}
