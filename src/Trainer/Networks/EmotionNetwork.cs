using RealtimeEmotion.Trainer.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Networks;

/// <summary>
/// The convolutional network: one trunk or several side by side (<see cref="EmotionTrunk"/>), each with weights of its own; then one linear
/// layer from what all of them hear to the categories, and beside it, for training only, one a trunk to what teachers make of the same window.
/// </summary>
/// <remarks>Input <c>[batch, 1, bands, frames]</c>, output logits <c>[batch, categories]</c>. Uses TorchSharp:
/// <see cref="Torch.TorchLibrary.Load()"/> must have returned.</remarks>
internal sealed class EmotionNetwork : Module<Tensor, Tensor>
{
    /// <summary>Added to a variance before its root is taken, here and in the exported graph.</summary>
    internal const double VarianceFloor = 1e-5;

    private readonly ModuleList<EmotionTrunk> _trunks = [];
    private readonly SeededDropout _headDropout;
    private readonly Linear _linear;
    private readonly ModuleList<Linear> _imitations = [];

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
        Trunks = [.. Enumerable.Range(0, settings.Trunks).Select(_ => new EmotionTrunk(settings, _generator))];
        foreach (EmotionTrunk trunk in Trunks)
        {
            _trunks.Add(trunk);
        }

        _headDropout = new SeededDropout(settings.HeadDropout, _generator);
        _linear = Linear(settings.Trunks * FeaturesOfTrunk, categories);
        for (int i = 0; targetSize > 0 && i < settings.Trunks; i++)
        {
            _imitations.Add(Linear(FeaturesOfTrunk, targetSize));
        }

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

    /// <summary>What the network hears with, first to last.</summary>
    internal IReadOnlyList<EmotionTrunk> Trunks { get; }

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
    internal long ExportedWeights => parameters().Sum(p => p.numel()) - _imitations.parameters().Sum(p => p.numel());

    private int FeaturesOfTrunk => 2 * Settings.Convolutions[^1].Channels;

    public override Tensor forward(Tensor input) => Classify(Pool(input));

    /// <summary>The mean and the deviation over time of each channel, trunk after trunk, <c>[batch, trunks · 2 · channels]</c>.</summary>
    internal Tensor Pool(Tensor input) => Trunks.Count == 1 ? Trunks[0].call(input) : cat([.. Trunks.Select(t => t.call(input))], 1);

    /// <summary>Logits of the categories from what <see cref="Pool"/> gave.</summary>
    internal Tensor Classify(Tensor pooled)
        => _linear.call(_headDropout.call(_lowest is null || _highest is null ? pooled : pooled.maximum(_lowest).minimum(_highest)));

    /// <summary>What the teachers would make of it, from what <see cref="Pool"/> gave: the mean of what the trunks say. There must be
    /// teachers.</summary>
    internal Tensor Imitate(Tensor pooled)
    {
        Tensor[] said = [.. Imitations(pooled)];
        return said[1..].Aggregate(said[0], (sum, next) => sum + next).Over(said.Length);
    }

    /// <summary>How far the trunks are from what they do make of it: the mean of their mean squared errors. Each is asked by
    /// itself: trunks that made up for each other's errors would make the same ones.</summary>
    /// <param name="pooled">What <see cref="Pool"/> gave.</param>
    /// <param name="targets">What they make of it, a row a window; the network predicts the first values of a row, and may leave out the
    /// others.</param>
    internal Tensor ImitationLoss(Tensor pooled, Tensor targets)
    {
        Tensor[] errors = [.. Imitations(pooled).Select(said => (said - targets.slice(1, 0, said.shape[1], 1)).Squared().mean())];
        return errors[1..].Aggregate(errors[0], (sum, next) => sum + next).Over(errors.Length);
    }

    private IEnumerable<Tensor> Imitations(Tensor pooled)
        => _imitations.Select((imitation, i) => imitation.call(pooled.slice(1, i * FeaturesOfTrunk, (i + 1) * FeaturesOfTrunk, 1)));

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

    /// <summary>Takes the trunks of other networks, each of which has one, with what they learnt to say: the mean of their logits, and the
    /// imitation of each.</summary>
    /// <param name="students">Networks of the same shape but for <see cref="NetworkSettings.Trunks"/>, as many as there are trunks here.</param>
    internal void Join(IReadOnlyList<EmotionNetwork> students)
    {
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        for (int i = 0; i < Trunks.Count; i++)
        {
            Copy(students[i].Trunks[0], Trunks[i]);
            if (_imitations.Count > 0)
            {
                Copy(students[i]._imitations[0], _imitations[i]);
            }
        }

        Head.weight!.copy_(cat([.. students.Select(s => s.Head.weight!)], 1).Over(students.Count));
        Head.bias!.copy_(stack([.. students.Select(s => s.Head.bias!)], 0).mean([0]));

        static void Copy(Module from, Module to)
        {
            foreach ((Tensor source, Tensor target) in from.state_dict().Values.Zip(to.state_dict().Values))
            {
                target.copy_(source);
            }
        }
    }

    /// <summary>Ends training of the trunks: their kernels are rounded where the settings ask for it (<see cref="NetworkSettings.HalfKernels"/>).</summary>
    internal void FinishTrunks()
    {
        if (Settings.HalfKernels)
        {
            foreach (EmotionTrunk trunk in Trunks)
            {
                trunk.RoundKernels();
            }
        }
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
