using RealtimeEmotion.Trainer.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Networks;

/// <summary>
/// The convolutional network: convolutions, each with batch normalisation, ReLU, max pooling and dropout; then the mean
/// over bands and time and the deviation over time of each channel; then one linear layer to the categories, and beside it,
/// for training only, one to what teachers make of the same window.
/// </summary>
/// <remarks>Input <c>[batch, 1, bands, frames]</c>, output logits <c>[batch, categories]</c>. Uses TorchSharp:
/// <see cref="Torch.TorchLibrary.Load()"/> must have returned.</remarks>
internal sealed class EmotionNetwork : Module<Tensor, Tensor>
{
    /// <summary>Added to a variance before its root is taken, here and in the exported graph.</summary>
    internal const double VarianceFloor = 1e-5;

    /// <summary>Below so many windows the tensor library computes kernels of one point by other means than all other convolutions.</summary>
    private const int FewWindows = 16;

    /// <summary>Floats in the widest vector of a processor.</summary>
    private const int VectorLength = 16;

    private readonly ModuleList<Conv2d> _convolutions = [];
    private readonly ModuleList<BatchNorm2d> _normalisations = [];
    private readonly SeededDropout _dropout;
    private readonly SeededDropout _headDropout;
    private readonly Linear _linear;
    private readonly Linear? _imitation;

    // The tensor library draws initial weights from a generator that the whole process shares: one network at a time.
    private static readonly Lock Initialisation = new();

    private readonly Generator _generator;
    private Tensor? _lowest;
    private Tensor? _highest;

    private EmotionNetwork(NetworkSettings settings, int categories, int targetSize, int seed, Device device)
        : base(nameof(EmotionNetwork))
    {
        Settings = settings;
        Device = device;
        _generator = new Generator((ulong)(uint)seed, device);
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
        _imitation = targetSize > 0 ? Linear(2 * channels, targetSize) : null;
        RegisterComponents();
        if (device.type != TorchSharp.DeviceType.CPU)
        {
            this.to(device);
        }
    }

    /// <summary>Where it computes.</summary>
    internal Device Device { get; }

    internal NetworkSettings Settings { get; }

    /// <summary>A network with random weights: the same ones for the same seed, whatever else runs in the process.</summary>
    /// <param name="settings">The shape.</param>
    /// <param name="categories">Outputs.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <param name="targetSize">Values of a teachers' target; 0 where there are no teachers.</param>
    /// <param name="device">Where it computes; null for the processor.</param>
    internal static EmotionNetwork Create(NetworkSettings settings, int categories, int seed, int targetSize = 0, Device? device = null)
    {
        lock (Initialisation)
        {
            manual_seed(seed);
            return new EmotionNetwork(settings, categories, targetSize, seed, device ?? CPU);
        }
    }

    internal Linear Head => _linear;

    /// <summary>How far features may go before the last layer; null where nothing bounds them. Not among what <see cref="Capture"/>
    /// gives.</summary>
    internal FeatureBounds? Bounds
    {
        get;
        set
        {
            _lowest?.Dispose();
            _highest?.Dispose();
            _lowest = value is null ? null : Placed(value.Lowest, value.Lowest.Length).DetachFromDisposeScope();
            _highest = value is null ? null : Placed(value.Highest, value.Highest.Length).DetachFromDisposeScope();
            field = value;
        }
    }

    /// <summary>Weights that an exported model has: all but the imitation's.</summary>
    internal long ExportedWeights => parameters().Sum(p => p.numel()) - (_imitation?.parameters().Sum(p => p.numel()) ?? 0);

    /// <summary>A convolution and the normalisation behind it.</summary>
    internal (Conv2d Convolution, BatchNorm2d Normalisation) Layer(int index) => (_convolutions[index], _normalisations[index]);

    public override Tensor forward(Tensor input) => Classify(Pool(input));

    /// <summary>The mean and the deviation over time of each channel, <c>[batch, 2 · channels]</c>.</summary>
    internal Tensor Pool(Tensor input)
    {
        Tensor x = input;
        for (int i = 0; i < Settings.Convolutions.Length; i++)
        {
            ConvolutionSettings layer = Settings.Convolutions[i];
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
        Tensor deviation = (distance * distance).mean([2]).Plus(VarianceFloor).sqrt();
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

    /// <summary>Logits of the categories from what <see cref="Pool"/> gave.</summary>
    internal Tensor Classify(Tensor pooled)
        => _linear.call(_headDropout.call(_lowest is null || _highest is null ? pooled : pooled.maximum(_lowest).minimum(_highest)));

    /// <summary>What the teachers would make of it, from what <see cref="Pool"/> gave; there must be teachers.</summary>
    internal Tensor Imitate(Tensor pooled) => _imitation!.call(pooled);

    /// <summary>How far that is from what they do make of it: the mean squared error.</summary>
    /// <param name="pooled">What <see cref="Pool"/> gave.</param>
    /// <param name="targets">What they make of it, a row a window; the network predicts the first values of a row, and may leave out the
    /// others.</param>
    internal Tensor ImitationLoss(Tensor pooled, Tensor targets)
    {
        Tensor said = Imitate(pooled);
        return (said - targets.slice(1, 0, said.shape[1], 1)).Squared().mean();
    }

    /// <summary>The mean cross-entropy of windows to shares of the categories.</summary>
    /// <param name="logits">What <see cref="Classify"/> gave.</param>
    /// <param name="shares">What each window is to be, a row a window.</param>
    internal static Tensor CrossEntropy(Tensor logits, Tensor shares) => -(shares * functional.log_softmax(logits, 1)).sum(1).mean();

    /// <summary>Values as a tensor where the network computes.</summary>
    internal Tensor Placed(float[] values, params long[] shape) => tensor(values, shape, device: Device);

    /// <summary>Where the generator of dropout stands.</summary>
    internal byte[] CaptureDropout()
    {
        using Tensor state = _generator.get_state();
        return state.bytes.ToArray();
    }

    /// <summary>Goes on with dropout where <see cref="CaptureDropout"/> was called.</summary>
    internal void RestoreDropout(byte[] state)
    {
        using Tensor stored = tensor(state);
        _generator.set_state(stored);
    }

    /// <summary>All weights and statistics, one after the other; <see cref="Restore"/> takes them.</summary>
    internal float[] Capture()
    {
        using IDisposable noGradient = no_grad();
        return [.. Floats().SelectMany(t => t.cpu().contiguous().data<float>().ToArray())];
    }

    /// <summary>Takes weights and statistics of a network of the same shape.</summary>
    /// <returns>Whether they were of this shape; where not, nothing has changed.</returns>
    internal bool Restore(float[] values)
    {
        using IDisposable noGradient = no_grad();
        Tensor[] floats = [.. Floats()];
        if (values.Length != floats.Sum(t => t.numel()))
        {
            return false;
        }

        int at = 0;
        foreach (Tensor live in floats)
        {
            int count = (int)live.numel();
            using Tensor stored = tensor(values.AsSpan(at, count).ToArray(), live.shape);
            live.copy_(stored);
            at += count;
        }

        return true;
    }

    // Counters of steps are whole numbers, and nothing reads them.
    private IEnumerable<Tensor> Floats() => state_dict().Values.Where(t => t.is_floating_point());

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _generator.Dispose();
            _lowest?.Dispose();
            _highest?.Dispose();
        }

        base.Dispose(disposing);
    }
}
