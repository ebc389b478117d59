using RealtimeEmotion.Trainer.Torch;
using RealtimeEmotion.Trainer.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Tests.Training;

public sealed class StepperTests
{
    [Theory]
    [InlineData(Optimiser.AdamW, 0.01)]
    [InlineData(Optimiser.Adam, 0)]
    [InlineData(Optimiser.Adam, 0.01)]
    [InlineData(Optimiser.Sgd, 0)]
    [InlineData(Optimiser.Sgd, 0.01)]
    public void Steps_are_the_tensor_librarys_to_the_bit(Optimiser optimiser, double weightDecay)
    {
        TorchLibrary.Load();
        using var scope = NewDisposeScope();
        float[] start = [.. Enumerable.Range(0, 12).Select(i => (float)Math.Sin(i))];
        using var ours = new Parameter(tensor(start, [3, 4]));
        using var theirs = new Parameter(tensor(start, [3, 4]));
        using var unused = new Parameter(tensor(start));
        using var stepper = new Stepper([ours, unused], optimiser, weightDecay, 0.9);
        using optim.Optimizer library = optimiser switch
        {
            Optimiser.Sgd => optim.SGD([theirs], 0.1, 0.9, weight_decay: weightDecay),
            Optimiser.Adam => optim.Adam([theirs], 0.1, weight_decay: weightDecay),
            _ => optim.AdamW([theirs], 0.1, weight_decay: weightDecay),
        };
        for (int step = 0; step < 20; step++)
        {
            double rate = 0.1 / (step + 1);
            stepper.Clear();
            Loss(ours).backward();
            stepper.Step(rate);
            library.zero_grad();
            Loss(theirs).backward();
            foreach (var group in library.ParamGroups)
            {
                group.LearningRate = rate;
            }

            library.step();
            Assert.Equal(Values(theirs), Values(ours));
        }

        Assert.NotEqual(start, Values(ours));
        Assert.Equal(start, Values(unused));

        // A step is kept and gone on with; what differs in between is forgotten.
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            stepper.Save(writer);
        }

        using var later = new Parameter(ours.detach().clone());
        using var other = new Parameter(tensor(start));
        using var resumed = new Stepper([later, other], optimiser, weightDecay, 0.9);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        resumed.Restore(reader);
        foreach ((Stepper s, Parameter p) in ((Stepper, Parameter)[])[(stepper, ours), (resumed, later)])
        {
            s.Clear();
            Loss(p).backward();
            s.Step(0.05);
        }

        Assert.Equal(Values(ours), Values(later));
    }

    [Fact]
    public void Numbers_are_held_until_they_are_used()
    {
        TorchLibrary.Load();
        using var scope = NewDisposeScope();
        Tensor x = tensor(new float[] { 1, -2, 3 });
        Assert.Equal([2.5f, -0.5f, 4.5f], Values(x.Plus(1.5)));
        Assert.Equal([2f, -4, 6], Values(x.Plus(x)));
        Assert.Equal([2f, -4, 6], Values(x.Times(2)));
        Assert.Equal([0.5f, -1, 1.5f], Values(x.Over(2)));
        Assert.Equal([1f, 4, 9], Values(x.Squared()));
        Assert.Equal([1f, 0, 3], Values(x.AtLeast(0)));
        Tensor y = x.clone();
        y.Add(1);
        y.Add(x, 2);
        y.AddProduct(x, x, -1);
        y.AddQuotient(x, x, 10);
        Assert.Equal([13f, 1, 11], Values(y));
        Assert.Equal([6.5f, 0.5f, 5.5f], Values(y.Multiply(0.5)));
    }

    private static Tensor Loss(Tensor x) => (x * x * x * x).sum() + (x * tensor(new float[] { 1, 2, 3, 4 })).cos().sum();

    private static float[] Values(Tensor x) => x.detach().contiguous().data<float>().ToArray();
}
