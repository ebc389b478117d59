using RealtimeEmotion.Trainer.Torch;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>A running mean of a network's weights and statistics over its last steps, which does better than the weights
/// of any one step.</summary>
/// <remarks>B. T. Polyak, A. B. Juditsky, "Acceleration of stochastic approximation by averaging", SIAM J. Control and
/// Optimization 30 (4), 1992; here with exponential forgetting.</remarks>
internal sealed class WeightAverage : IDisposable
{
    private readonly (Tensor Live, Tensor Mean)[] _values;
    private readonly double _memory;
    private long _steps;

    /// <param name="network">The network; its values are read after each step.</param>
    /// <param name="memory">Over how many steps it averages, roughly; 1 or more.</param>
    internal WeightAverage(Module network, double memory)
    {
        _memory = memory;

        // Counters are whole numbers, and only floats can be averaged.
        _values = [.. network.state_dict().Values.Where(t => t.is_floating_point()).Select(t => (t, t.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>Takes the network's present values in.</summary>
    internal void Update()
    {
        using IDisposable noGradient = no_grad();

        // At first the mean of all steps so far: the random beginning is forgotten soon.
        double weight = Math.Max(1 / _memory, 1 / (double)(++_steps + 1));
        foreach ((Tensor live, Tensor mean) in _values)
        {
            using var scope = NewDisposeScope();
            mean.lerp_(live, weight);
        }
    }

    /// <summary>Writes the mean into the network.</summary>
    internal void Apply()
    {
        using IDisposable noGradient = no_grad();
        foreach ((Tensor live, Tensor mean) in _values)
        {
            live.copy_(mean);
        }
    }

    /// <summary>Writes where it stands.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(_steps);
        foreach ((_, Tensor mean) in _values)
        {
            mean.SaveTo(writer);
        }
    }

    /// <summary>Goes on where <see cref="Save"/> was called, for a network of the same shape.</summary>
    internal void Restore(BinaryReader reader)
    {
        _steps = reader.ReadInt64();
        foreach ((_, Tensor mean) in _values)
        {
            mean.RestoreFrom(reader);
        }
    }

    public void Dispose()
    {
        foreach ((_, Tensor mean) in _values)
        {
            mean.Dispose();
        }
    }
}
