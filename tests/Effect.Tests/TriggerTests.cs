using Xunit;

namespace RealtimeEmotion.Effect.Tests;

public sealed class TriggerTests
{
    private static string Play(double threshold, double hysteresis, long hold, params double[] probabilities)
    {
        EmotionTrigger trigger = default;
        string states = "";
        for (int k = 0; k < probabilities.Length; k++)
        {
            bool before = trigger.IsOn;
            Assert.Equal(trigger.Next(probabilities[k], 100 * (k + 1), threshold, hysteresis, hold), trigger.IsOn != before);
            states += trigger.IsOn ? '#' : '.';
        }

        return states;
    }

    [Fact]
    public void Without_hold_and_hysteresis_it_follows_the_threshold() =>
        Assert.Equal(".#.##.", Play(0.5, 0, 0, 0.4, 0.5, 0.49, 0.9, 0.6, 0));

    [Fact]
    public void It_lets_go_only_below_the_hysteresis() =>
        Assert.Equal(".###..", Play(0.5, 0.2, 0, 0.4, 0.5, 0.31, 0.3, 0.29, 0.49));

    [Fact]
    public void It_waits_for_the_hold_time_both_ways() =>
        Assert.Equal("..###......###.", Play(0.5, 0, 200, 0.6, 0.6, 0.6, 0.1, 0.1, 0.1, 0.6, 0.6, 0.1, 0.6, 0.6, 0.6, 0.2, 0.2, 0.2));

    [Fact]
    public void A_moment_in_between_starts_the_hold_time_anew() =>
        Assert.Equal(".....#", Play(0.5, 0, 200, 0.6, 0.6, 0.1, 0.6, 0.6, 0.6));
}
