using RealtimeEmotion.Trainer.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>Makes steps of gradients, by <see cref="HeldNumbers"/> as the tensor library's own optimisers do not. To the bit what
/// those compute. One thread at a time.</summary>
internal sealed class Stepper : IDisposable
{
    // The papers' own values, which everybody uses.
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;
    private readonly (Parameter Value, Tensor First, Tensor Second)[] _parameters;
    private readonly Optimiser _optimiser;
    private readonly double _weightDecay;
    private readonly double _momentum;
    private long _step;

    /// <param name="parameters">What is to be changed.</param>
    /// <param name="optimiser">How.</param>
    /// <param name="weightDecay">The weight decay, 0 or more.</param>
    /// <param name="momentum">The momentum of gradient descent.</param>
    internal Stepper(IEnumerable<Parameter> parameters, Optimiser optimiser, double weightDecay, double momentum)
    {
        using IDisposable noGradient = no_grad();

        // The mean of the gradients, or the momentum; and the mean of their squares.
        _parameters = [.. parameters.Select(p => (p, zeros_like(p).DetachFromDisposeScope(), zeros_like(p).DetachFromDisposeScope()))];
        _optimiser = optimiser;
        _weightDecay = weightDecay;
        _momentum = momentum;
    }

    /// <summary>Forgets the gradients.</summary>
    internal void Clear()
    {
        foreach ((Parameter value, _, _) in _parameters)
        {
            value.grad = null;
        }
    }

    /// <summary>One step; what has no gradient stays.</summary>
    /// <param name="rate">The learning rate.</param>
    internal void Step(double rate)
    {
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        _step++;
        foreach ((Parameter value, Tensor first, Tensor second) in _parameters)
        {
            if (value.grad is { } gradient)
            {
                if (_optimiser == Optimiser.Sgd)
                {
                    Descend(value, first, gradient, rate);
                }
                else
                {
                    Adapt(value, first, second, gradient, rate);
                }
            }
        }
    }

    /// <summary>Writes where it stands.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(_step);
        foreach ((_, Tensor first, Tensor second) in _parameters)
        {
            first.SaveTo(writer);
            second.SaveTo(writer);
        }
    }

    /// <summary>Goes on where <see cref="Save"/> was called, for parameters of the same shapes.</summary>
    internal void Restore(BinaryReader reader)
    {
        _step = reader.ReadInt64();
        foreach ((_, Tensor first, Tensor second) in _parameters)
        {
            first.RestoreFrom(reader);
            second.RestoreFrom(reader);
        }
    }

    public void Dispose()
    {
        foreach ((_, Tensor first, Tensor second) in _parameters)
        {
            first.Dispose();
            second.Dispose();
        }
    }

    private void Descend(Parameter value, Tensor momentum, Tensor gradient, double rate)
    {
        if (_weightDecay > 0)
        {
            gradient = gradient.Plus(value.Times(_weightDecay));
        }

        // The first momentum is the gradient itself: momentum · 0 + gradient.
        momentum.Multiply(_momentum);
        momentum.Add(gradient);
        value.Add(momentum, -rate);
    }

    private void Adapt(Parameter value, Tensor mean, Tensor squares, Tensor gradient, double rate)
    {
        if (_optimiser == Optimiser.AdamW)
        {
            value.Multiply(1 - (rate * _weightDecay));
        }
        else if (_weightDecay > 0)
        {
            gradient = gradient.Plus(value.Times(_weightDecay));
        }

        mean.Multiply(Beta1);
        mean.Add(gradient, 1 - Beta1);
        squares.Multiply(Beta2);
        squares.AddProduct(gradient, gradient, 1 - Beta2);
        Tensor scale = squares.sqrt().Over(Math.Sqrt(1 - Math.Pow(Beta2, _step)));
        scale.Add(Epsilon);
        value.AddQuotient(mean, scale, -rate / (1 - Math.Pow(Beta1, _step)));
    }
}
