using RealtimeEmotion.Trainer.Evaluation;

namespace RealtimeEmotion.Trainer.Tests.Evaluation;

public sealed class TemperatureTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(1.7)]
    public void The_temperature_that_spoilt_the_shares_is_found(double temperature)
    {
        double[][] truth = [[0.5, 0.3, 0.2], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8]];
        double[][] said = [.. truth.Select(t => Temperature.Applied(t, 1 / temperature))];
        double found = Temperature.Choose(t => said.Zip(truth).Sum(p => ClassificationScore.CrossEntropyOf(p.Second, Temperature.Applied(p.First, t))));
        Assert.Equal(temperature, found, 0.003);
        Assert.All(said.Zip(truth), p => Assert.Equal(p.Second, Temperature.Applied(p.First, found), (a, b) => Math.Abs(a - b) < 0.002));
    }

    [Fact]
    public void Heat_makes_less_sure_and_keeps_the_order()
    {
        double[] hot = Temperature.Applied([0.6, 0.3, 0.1], 3);
        Assert.Equal(1, hot.Sum(), 12);
        Assert.InRange(hot[0], hot[1], 0.5);
        Assert.True(hot[1] > hot[2]);
        Assert.Equal([0.6, 0.3, 0.1], Temperature.Applied([0.6, 0.3, 0.1], 1), (a, b) => Math.Abs(a - b) < 1e-12);
    }
}
