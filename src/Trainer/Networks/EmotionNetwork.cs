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
    private readonly Dropout _dropout;
    private readonly Dropout _headDropout;
    private readonly Linear _linear;

    internal EmotionNetwork(NetworkSettings settings, int categories)
        : base(nameof(EmotionNetwork))
    {
        Settings = settings;
        int channels = 1;
        foreach (ConvolutionSettings layer in settings.Convolutions)
        {
            // No bias: the normalisation behind it has one.
            _convolutions.Add(Conv2d(channels, layer.Channels, layer.Kernel, stride: layer.Stride, padding: layer.Kernel / 2, bias: false));
            _normalisations.Add(BatchNorm2d(layer.Channels));
            channels = layer.Channels;
        }

        _dropout = Dropout(settings.Dropout);
        _headDropout = Dropout(settings.HeadDropout);
        _linear = Linear(2 * channels, categories);
        RegisterComponents();
    }

    internal NetworkSettings Settings { get; }

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
}
