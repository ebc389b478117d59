using RealtimeEmotion.Trainer.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Networks;

/// <summary>
/// What an <see cref="EmotionNetwork"/> hears with, one of several or the only one: convolutions, each with batch normalisation, ReLU, max
/// pooling and dropout; then the mean over bands and time and the deviation over time of each channel.
/// </summary>
/// <remarks>Input <c>[batch, 1, bands, frames]</c>, output <c>[batch, 2 · channels]</c>.</remarks>
internal sealed class EmotionTrunk : Module<Tensor, Tensor>
{
    /// <summary>Below so many windows the tensor library computes kernels of one point by other means than all other convolutions.</summary>
    private const int FewWindows = 16;

    /// <summary>Floats in the widest vector of a processor.</summary>
    private const int VectorLength = 16;

    private readonly NetworkSettings _settings;
    private readonly ModuleList<Conv2d> _convolutions = [];
    private readonly ModuleList<BatchNorm2d> _normalisations = [];
    private readonly SeededDropout _dropout;

    /// <param name="settings">The shape.</param>
    /// <param name="generator">Draws dropout.</param>
    internal EmotionTrunk(NetworkSettings settings, Generator generator)
        : base(nameof(EmotionTrunk))
    {
        _settings = settings;
        int channels = 1;
        foreach (ConvolutionSettings layer in settings.Convolutions)
        {
            // No bias: the normalisation behind it has one.
            _convolutions.Add(Conv2d(channels, layer.Channels, layer.Kernel, stride: layer.Stride, padding: layer.Kernel / 2, bias: false));
            _normalisations.Add(BatchNorm2d(layer.Channels));
            channels = layer.Channels;
        }

        _dropout = new SeededDropout(settings.Dropout, generator);
        RegisterComponents();
    }

    /// <summary>A convolution and the normalisation behind it.</summary>
    internal (Conv2d Convolution, BatchNorm2d Normalisation) Layer(int index) => (_convolutions[index], _normalisations[index]);

    /// <summary>Ends training: each normalisation becomes a part of the kernel before it, but for its bias, and the kernel is rounded to half precision.</summary>
    internal void RoundKernels()
    {
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        for (int i = 0; i < _settings.Convolutions.Length; i++)
        {
            (Tensor kernel, Tensor bias) = Folded(i);
            (Conv2d convolution, BatchNorm2d normalisation) = Layer(i);
            convolution.weight!.copy_(kernel.to(float16));
            normalisation.bias!.copy_(bias);
            normalisation.weight!.fill_(1);
            normalisation.running_mean!.fill_(0);
            normalisation.running_var!.fill_(1 - normalisation.eps);
        }
    }

    /// <summary>A convolution with its normalisation in it, as that is once training has ended: y = (x − mean)·gain/√(variance + ε) + bias a channel is a
    /// scaling of the kernel and a bias. In double precision.</summary>
    internal (Tensor Kernel, Tensor Bias) Folded(int index)
    {
        (Conv2d convolution, BatchNorm2d normalisation) = Layer(index);
        Tensor scale = normalisation.weight!.to(float64) / normalisation.running_var!.to(float64).Plus(normalisation.eps).sqrt();
        return (
            convolution.weight!.to(float64) * scale.reshape(-1, 1, 1, 1),
            normalisation.bias!.to(float64) - (normalisation.running_mean!.to(float64) * scale));
    }

    /// <summary>The mean and the deviation over time of each channel.</summary>
    public override Tensor forward(Tensor input)
    {
        Tensor x = input;
        for (int i = 0; i < _settings.Convolutions.Length; i++)
        {
            ConvolutionSettings layer = _settings.Convolutions[i];
            x = functional.relu(Normalised(_normalisations[i], Convolved(layer, _convolutions[i], x)));
            if (layer.PoolBands > 1 || layer.PoolFrames > 1)
            {
                x = functional.max_pool2d(x, [layer.PoolBands, layer.PoolFrames]);
            }

            x = _dropout.call(x);
        }

        Tensor overBands = x.mean([2]);
        Tensor mean = overBands.mean([2], keepdim: true);
        Tensor distance = overBands - mean;
        Tensor deviation = (distance * distance).mean([2]).Plus(EmotionNetwork.VarianceFloor).sqrt();
        return cat([mean.squeeze(2), deviation], 1);
    }

    // By the tensor library's convolutions where these are sound, else as a matrix product.
    private static Tensor Convolved(ConvolutionSettings settings, Conv2d layer, Tensor x)
    {
        // oneDNN 3.7.1 pads channels to whole vectors; gradients go through padding that it does not clear, and a NaN that happens to lie
        // there is in all weights after the next step.
        bool isWhole = settings.Channels % VectorLength == 0;

        // Asked for as a convolution, one point and few windows have the library look for NNPACK at each call, and on processors that
        // this does not know write a warning at each call.
        bool isSmall = settings is { Kernel: 1, Stride: 1 } && x.shape[0] < FewWindows;
        if (isWhole && !isSmall)
        {
            return layer.call(x);
        }

        int padding = settings.Kernel / 2;
        long Outputs(long inputs) => ((inputs + (2 * padding) - settings.Kernel) / settings.Stride) + 1;
        Tensor columns = functional.unfold(x, (settings.Kernel, settings.Kernel), (1, 1), (padding, padding), (settings.Stride, settings.Stride));
        return layer.weight!.flatten(1).matmul(columns).unflatten(2, [Outputs(x.shape[2]), Outputs(x.shape[3])]);
    }

    // The layer's own function counts its calls, which nobody reads, by a number that it does not hold: see HeldNumbers.
    private Tensor Normalised(BatchNorm2d layer, Tensor x)
        => functional.batch_norm(x, layer.running_mean!, layer.running_var!, layer.weight, layer.bias, training, layer.momentum ?? 0, layer.eps);
}
