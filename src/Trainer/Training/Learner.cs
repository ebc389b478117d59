using RealtimeEmotion.Trainer.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>Takes a network down its loss: AdamW, a learning rate that rises over the first twentieth of the steps and
/// falls as a half cosine, and the mean of the weights in the end.</summary>
internal sealed class Learner : IDisposable
{
    private const double WarmUpShare = 0.05;
    private readonly AdamW _optimiser;
    private readonly WeightAverage _average;
    private readonly double _highestRate;
    private readonly long _steps;
    private long _step;

    /// <param name="network">The network; it is set to training.</param>
    /// <param name="highestRate">The highest learning rate.</param>
    /// <param name="weightDecay">AdamW's weight decay.</param>
    /// <param name="steps">How many steps there will be.</param>
    /// <param name="averageShare">The share of the steps over which weights are averaged, roughly; 0 for the last
    /// step's.</param>
    internal Learner(EmotionNetwork network, double highestRate, double weightDecay, long steps, double averageShare)
    {
        _optimiser = optim.AdamW(network.parameters(), highestRate, weight_decay: weightDecay);
        _average = new WeightAverage(network, Math.Max(1, averageShare * steps));
        _highestRate = highestRate;
        _steps = steps;
        network.train();
    }

    /// <summary>One step.</summary>
    /// <param name="lossOf">Computes the loss.</param>
    /// <returns>The loss before the step.</returns>
    internal double Step(Func<Tensor> lossOf)
    {
        using var scope = NewDisposeScope();
        double done = _step++ / (double)_steps;
        double rate = _highestRate * Math.Min(1, (done / WarmUpShare) + 0.01) * (0.5 + (0.5 * Math.Cos(Math.PI * done)));
        foreach (var group in _optimiser.ParamGroups)
        {
            group.LearningRate = rate;
        }

        _optimiser.zero_grad();
        Tensor loss = lossOf();
        loss.backward();
        _optimiser.step();
        _average.Update();
        return loss.item<float>();
    }

    /// <summary>Ends the training: the network holds the mean of its last steps' weights.</summary>
    internal void Finish() => _average.Apply();

    public void Dispose()
    {
        _average.Dispose();
        _optimiser.Dispose();
    }
}
