using RealtimeEmotion.Trainer.Networks;
using RealtimeEmotion.Trainer.Torch;
using RealtimeEmotion.Trainer.Training;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Tests.Networks;

public sealed class EmotionNetworkTests
{
    private static readonly NetworkSettings Settings = new() { Convolutions = [new(3, 3, 1, 2, 2), new(4, 3, 1, 1, 1)] };

    public EmotionNetworkTests() => TorchLibrary.Load();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_was_captured_makes_another_network_the_same(int trunks)
    {
        NetworkSettings settings = Settings with { Trunks = trunks };
        using EmotionNetwork one = EmotionNetwork.Create(settings, 5, 1, 6);
        using EmotionNetwork two = EmotionNetwork.Create(settings, 5, 2, 6);
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        one.train();
        one.call(Input());
        one.eval();
        two.eval();
        Assert.NotEqual(Answers(one), Answers(two));
        Assert.True(two.Restore(one.Capture()));
        Assert.Equal(Answers(one), Answers(two));

        using EmotionNetwork other = EmotionNetwork.Create(settings, 5, 1, 7);
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

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(15)]
    public void A_few_windows_get_what_they_get_among_many(int few)
    {
        var settings = new NetworkSettings { Convolutions = [new(3, 3, 1, 2, 2), new(7, 1, 1, 1, 1)] };
        using EmotionNetwork network = EmotionNetwork.Create(settings, 5, 1);
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using var generator = new Generator(3);
        Tensor many = randn([20, 1, 8, 10], generator: generator);
        network.train();
        network.call(many);
        network.eval();
        float[] expected = [.. network.call(many).data<float>().Take(few * 5)];
        float[] got = [.. network.call(many.slice(0, 0, few, 1)).data<float>()];
        Assert.Equal(expected.Length, got.Length);
        Assert.All(expected.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.True(expected.Max() - expected.Min() > 0.1);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(16)]
    [InlineData(24)]
    public void Gradients_do_not_depend_on_what_lies_in_free_memory(int channels)
    {
        var settings = new NetworkSettings { Convolutions = [new(channels, 5, 2, 1, 1), new(channels, 3, 1, 2, 2), new(channels, 1, 1, 1, 1)], Dropout = 0, HeadDropout = 0 };
        using EmotionNetwork network = EmotionNetwork.Create(settings, 5, 1);
        float[]? first = null;
        for (int i = 0; i < 10; i++)
        {
            using var scope = NewDisposeScope();
            LeaveNoNumbers();
            network.train();
            network.zero_grad();
            using var generator = new Generator(3);
            Tensor loss = network.call(randn([8, 1, 20, 62], generator: generator)).Squared().sum();
            LeaveNoNumbers();
            loss.backward();
            float[] gradients = [.. network.parameters().Where(p => p.grad is not null).SelectMany(p => p.grad!.data<float>().ToArray())];
            Assert.All(gradients, value => Assert.True(float.IsFinite(value)));
            first ??= gradients;
            Assert.Equal(first, gradients);
        }

        // What is made next gets the memory of tensors that were full of what is no number.
        static void LeaveNoNumbers()
        {
            Tensor[] none = [.. Enumerable.Range(0, 48).Select(size => full([1 + (size * (size < 40 ? 977 : 25000))], float.NaN))];
            Array.ForEach(none, tensor => tensor.Dispose());
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    public void A_matrix_product_is_the_convolution_that_it_stands_for(int kernel, int stride)
    {
        // The same kernels among more channels, which the tensor library's convolution computes.
        using EmotionNetwork some = EmotionNetwork.Create(new() { Convolutions = [new(7, kernel, stride, 1, 1)] }, 5, 1);
        using EmotionNetwork more = EmotionNetwork.Create(new() { Convolutions = [new(16, kernel, stride, 1, 1)] }, 5, 2);
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        more.Trunks[0].Layer(0).Convolution.weight!.slice(0, 0, 7, 1).copy_(some.Trunks[0].Layer(0).Convolution.weight!);
        some.eval();
        more.eval();
        using var generator = new Generator(3);
        Tensor input = randn([20, 1, 9, 13], generator: generator);

        // Means, then deviations.
        Tensor expected = more.Pool(input);
        Tensor got = some.Pool(input);
        Assert.All(Enumerable.Range(0, 20 * 7), i => Assert.Equal(expected[i / 7, i % 7].item<float>(), got[i / 7, i % 7].item<float>(), 1e-5));
        Assert.All(Enumerable.Range(0, 20 * 7), i => Assert.Equal(expected[i / 7, 16 + (i % 7)].item<float>(), got[i / 7, 7 + (i % 7)].item<float>(), 1e-5));
    }

    [Fact]
    public void Trunks_hear_side_by_side_and_each_answers_for_itself()
    {
        using EmotionNetwork network = EmotionNetwork.Create(Settings with { Trunks = 3, Dropout = 0 }, 5, 1, 6);
        using EmotionNetwork single = EmotionNetwork.Create(Settings, 5, 1, 6);
        using var scope = NewDisposeScope();
        network.eval();
        Tensor[] heard = [.. network.Trunks.Select(trunk => trunk.call(Input()))];
        Assert.Equal(cat(heard, 1).data<float>().ToArray(), network.Pool(Input()).data<float>().ToArray());
        Assert.NotEqual(heard[0].data<float>().ToArray(), heard[1].data<float>().ToArray());

        // Each is a student that learnt by itself: joined, they say the mean of what each says.
        EmotionNetwork[] students = [.. Enumerable.Range(1, 3).Select(seed => EmotionNetwork.Create(Settings with { Dropout = 0 }, 5, seed, 6))];
        foreach (EmotionNetwork student in students)
        {
            student.train();
            student.call(Input());
            student.eval();
        }

        network.Join(students);
        Tensor[] said = [.. students.Select(student => student.Imitate(student.Pool(Input())))];
        Tensor[] logits = [.. students.Select(student => student.call(Input()))];
        AssertClose((said[0] + said[1] + said[2]).Over(3), network.Imitate(network.Pool(Input())));
        AssertClose((logits[0] + logits[1] + logits[2]).Over(3), network.call(Input()));
        Assert.NotEqual(logits[0].data<float>().ToArray(), logits[1].data<float>().ToArray());

        // The mean of the errors, not the error of the mean.
        using var generator = new Generator(4);
        Tensor targets = randn([4, 8], generator: generator);
        double errors = said.Average(answer => (answer - targets.slice(1, 0, 6, 1)).Squared().mean().item<float>());
        Tensor loss = network.ImitationLoss(network.Pool(Input()), targets);
        Assert.Equal(errors, loss.item<float>(), 1e-5);
        loss.backward();
        Assert.All(network.Trunks, trunk => Assert.True(trunk.Layer(0).Convolution.weight!.grad!.abs().max().item<float>() > 0));
        Array.ForEach(students, student => student.Dispose());

        // What only training has is in no trunk's export; the last layer hears all of them.
        Assert.Equal([5, 3 * 8], network.Head.weight!.shape);
        Assert.Equal((3 * (single.ExportedWeights - single.Head.weight!.numel() - 5)) + (5 * 3 * 8) + 5, network.ExportedWeights);

        static void AssertClose(Tensor expected, Tensor got)
            => Assert.All(expected.data<float>().ToArray().Zip(got.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
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
