using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Tests.Models;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Emotions;

public sealed class EmotionSmootherTests
{
    private static readonly float[] Joyful = [1, 0, 0, 0];
    private static readonly float[] Sad = [0, 1, 0, 0];

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(2)]
    public void After_one_half_life_half_of_the_way_is_gone_whatever_the_hop(double hop)
    {
        var smoother = new EmotionSmoother(TinyModel.Metadata, halfLifeSeconds: 4);
        smoother.Next(Joyful, 0, 0, 0, 0);
        EmotionEstimate estimate = default;
        for (int i = 0; i < (int)Math.Round(4 / hop); i++)
        {
            estimate = smoother.Next(Sad, hop, 0, 0, 0);
        }

        Assert.Equal(0.5, estimate.Probabilities[0], 1e-5);
        Assert.Equal(0.5, estimate.Probabilities[1], 1e-5);
    }

    [Fact]
    public void Without_a_half_life_an_estimate_is_what_the_network_said()
    {
        var smoother = new EmotionSmoother(TinyModel.Metadata, 0);
        smoother.Next(Joyful, 0, 0, 0, 0);
        EmotionEstimate estimate = smoother.Next(Sad, 1, 77, 33, -12);
        Assert.Equal(1, estimate.TopIndex);
        Assert.Equal(1, estimate.Confidence);
        Assert.Equal(-1, estimate.Valence);
        Assert.Equal(-1, estimate.Arousal);
        Assert.Equal((77L, 33L, -12f), (estimate.EndSample, estimate.LengthSamples, estimate.LevelDecibels));
        Assert.False(estimate.IsAmbiguous);
    }

    [Fact]
    public void Silence_is_no_emotion_and_forgets_what_was_before()
    {
        var smoother = new EmotionSmoother(TinyModel.Metadata, 100);
        smoother.Next(Joyful, 0, 0, 0, 0);
        EmotionEstimate silence = smoother.Silence(10, 5, float.NegativeInfinity);
        Assert.True(silence.IsSilent);
        Assert.Equal(-1, silence.TopIndex);
        Assert.Equal(0, silence.Confidence);
        Assert.Equal(1, smoother.Next(Sad, 1, 0, 0, 0).Probabilities[1]);
    }

    [Theory]
    [InlineData(0.45f, 0.36f, true)]
    [InlineData(0.45f, 0.34f, false)]
    public void Two_probabilities_within_the_models_margin_are_ambiguous(float first, float second, bool ambiguous)
    {
        float rest = (1 - first - second) / 2;
        Assert.Equal(ambiguous, EmotionSmoother.Describe(TinyModel.Metadata, [rest, first, rest, second], 0, 0, 0).IsAmbiguous);
    }

    [Fact]
    public void The_top_two_are_found_wherever_they_stand()
    {
        foreach (float[] p in new float[][] { [0.4f, 0.3f, 0.2f, 0.1f], [0.1f, 0.2f, 0.3f, 0.4f], [0.3f, 0.4f, 0.1f, 0.2f], [0.1f, 0.4f, 0.2f, 0.3f] })
        {
            EmotionEstimate e = EmotionSmoother.Describe(TinyModel.Metadata with { AmbiguityMargin = 0.0999f }, p, 0, 0, 0);
            Assert.Equal(Array.IndexOf(p, 0.4f), e.TopIndex);
            Assert.False(e.IsAmbiguous);
            Assert.True(EmotionSmoother.Describe(TinyModel.Metadata with { AmbiguityMargin = 0.1001f }, p, 0, 0, 0).IsAmbiguous);
        }
    }
}
