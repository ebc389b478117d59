using RealtimeEmotion.Trainer.Torch;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Networks;

/// <summary>Dropout that draws from a generator of its own: the tensor library's is shared by the whole process, so
/// networks that are trained side by side would depend on each other's timing.</summary>
internal sealed class SeededDropout : Module<Tensor, Tensor>
{
    private readonly double _share;
    private readonly Generator _generator;

    /// <param name="share">The share of values that are blanked in training, 0 … below 1.</param>
    /// <param name="generator">Where the draws come from; not disposed here.</param>
    internal SeededDropout(double share, Generator generator)
        : base(nameof(SeededDropout))
    {
        _share = share;
        _generator = generator;
    }

    public override Tensor forward(Tensor input)
    {
        if (!training || _share == 0)
        {
            return input;
        }

        Tensor kept = empty_like(input).bernoulli_(1 - _share, _generator);
        return input * kept.Multiply(1 / (1 - _share));
    }
}
