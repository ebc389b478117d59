using RealtimeEmotion.Trainer.Networks;
using RealtimeEmotion.Trainer.Torch;
using RealtimeEmotion.Trainer.Training;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Tests.Networks;

public sealed class EmotionNetworkTests
{
    private static readonly NetworkSettings Settings = new() { Convolutions = [new(3, 3, 1, 2, 2), new(4, 3, 1, 1, 1)] };

    public EmotionNetworkTests() => TorchLibrary.Load();

    [Fact]
    public void What_was_captured_makes_another_network_the_same()
    {
        using EmotionNetwork one = EmotionNetwork.Create(Settings, 5, 1, 6);
        using EmotionNetwork two = EmotionNetwork.Create(Settings, 5, 2, 6);
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        one.train();
        one.call(Input());
        one.eval();
        two.eval();
        Assert.NotEqual(Answers(one), Answers(two));
        Assert.True(two.Restore(one.Capture()));
        Assert.Equal(Answers(one), Answers(two));

        using EmotionNetwork other = EmotionNetwork.Create(Settings, 5, 1, 7);
        Assert.False(other.Restore(one.Capture()));
        Assert.Equal(one.ExportedWeights, other.ExportedWeights);
    }

    [Fact]
    public void The_mean_of_the_weights_is_that_of_the_last_steps()
    {
        using EmotionNetwork network = EmotionNetwork.Create(Settings, 5, 1);
        using var average = new WeightAverage(network, 4);
        using IDisposable noGradient = no_grad();
        Tensor bias = network.Head.bias!;
        foreach (float value in (float[])[1, 2, 3, 4, 5, 6])
        {
            bias.fill_(value);
            average.Update();
        }

        // The mean of the beginning (not far from 0) and 1, 2, 3 with equal weights, then a quarter of each new one.
        average.Apply();
        double start = 0.75 * 0.75 * 0.75 * (6.0 / 4);
        double expected = start + (0.75 * 0.75 * 0.25 * 4) + (0.75 * 0.25 * 5) + (0.25 * 6);
        Assert.Equal(expected, bias[0].item<float>(), 0.2);
        Assert.True(Math.Abs(6 - bias[0].item<float>()) > 1);
    }

    private static Tensor Input()
    {
        using var generator = new Generator(3);
        return randn([4, 1, 8, 10], generator: generator);
    }

    private static float[] Answers(EmotionNetwork network)
    {
        Tensor pooled = network.Pool(Input());
        return cat([network.Classify(pooled), network.Imitate(pooled)], 1).data<float>().ToArray();
    }

    [Fact]
    public void Features_beyond_their_bounds_say_no_more_than_at_the_bound()
    {
        using EmotionNetwork network = EmotionNetwork.Create(Settings, 5, 1);
        network.eval();
        int size = (int)network.Head.weight!.shape[1];
        float[] At(float value) => network.Classify(network.Placed([.. Enumerable.Repeat(value, size)], 1, size)).data<float>().ToArray();
        float[] far = At(50);
        network.Bounds = new FeatureBounds([.. Enumerable.Repeat(-1f, size)], [.. Enumerable.Repeat(1f, size)]);
        Assert.Equal(At(1), At(50));
        Assert.Equal(At(-1), At(-50));
        Assert.NotEqual(At(1), far);
        Assert.NotEqual(At(1), At(0.5f));
        network.Bounds = null;
        Assert.Equal(far, At(50));
    }
}
