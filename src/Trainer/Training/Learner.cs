using RealtimeEmotion.Trainer.Networks;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>Takes a network down its loss, by the recipe's optimiser and schedule, and leaves it with the mean of its last
/// steps' weights.</summary>
internal sealed class Learner : IDisposable
{
    private const double WarmUpShare = 0.05;
    private readonly Stepper _stepper;
    private readonly WeightAverage _average;
    private readonly double _highestRate;
    private readonly RateSchedule _schedule;
    private readonly long _steps;
    private long _step;

    /// <param name="network">The network; it is set to training.</param>
    /// <param name="recipe">The optimiser, its settings and the schedule.</param>
    /// <param name="highestRate">The highest learning rate.</param>
    /// <param name="steps">How many steps there will be.</param>
    /// <param name="averageShare">The share of the steps over which weights are averaged, roughly; 0 for the last
    /// step's.</param>
    internal Learner(EmotionNetwork network, TrainingRecipe recipe, double highestRate, long steps, double averageShare)
    {
        _stepper = new Stepper(network.parameters(), recipe.Optimiser, recipe.WeightDecay, recipe.Momentum);
        _average = new WeightAverage(network, Math.Max(1, averageShare * steps));
        _highestRate = highestRate;
        _schedule = recipe.Schedule;
        _steps = steps;
        network.train();
    }

    /// <summary>One step.</summary>
    /// <param name="lossOf">Computes the loss.</param>
    /// <returns>The loss before the step.</returns>
    internal double Step(Func<Tensor> lossOf)
    {
        using var scope = NewDisposeScope();
        double rate = RateAt(_step++ / (double)_steps);
        _stepper.Clear();
        Tensor loss = lossOf();
        loss.backward();
        _stepper.Step(rate);
        _average.Update();
        return loss.item<float>();
    }

    /// <summary>Ends the training: the network holds the mean of its last steps' weights.</summary>
    internal void Finish() => _average.Apply();

    /// <summary>Writes everything that the steps to come depend on, apart from the network itself.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(_step);
        _stepper.Save(writer);
        _average.Save(writer);
    }

    /// <summary>Goes on where <see cref="Save"/> was called.</summary>
    internal void Restore(BinaryReader reader)
    {
        _step = reader.ReadInt64();
        _stepper.Restore(reader);
        _average.Restore(reader);
    }

    public void Dispose()
    {
        _average.Dispose();
        _stepper.Dispose();
    }

    private double RateAt(double done) => _schedule switch
    {
        RateSchedule.Constant => _highestRate,
        _ => _highestRate * Math.Min(1, (done / WarmUpShare) + 0.01) * (0.5 + (0.5 * Math.Cos(Math.PI * done))),
    };
}
