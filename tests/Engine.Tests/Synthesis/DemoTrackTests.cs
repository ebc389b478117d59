using RealtimeEmotion.Engine.Synthesis;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Synthesis;

public class DemoTrackTests
{
    private static readonly Lazy<float[]> Track = new(DemoTrack.Synthesise);

    [Fact]
    public void Is_forty_seconds_of_stereo() => Assert.Equal((int)(DemoTrack.LengthSeconds * DemoTrack.SampleRate) * DemoTrack.Channels, Track.Value.Length);

    [Fact]
    public void Is_the_same_on_every_run() => Assert.Equal(Track.Value, DemoTrack.Synthesise());

    [Fact]
    public void Peaks_at_minus_one_decibel()
    {
        Assert.All(Track.Value, sample => Assert.True(float.IsFinite(sample)));
        Assert.Equal(0.891f, Track.Value.Max(Math.Abs), 3);
    }

    [Fact]
    public void Has_no_direct_current() => Assert.InRange(Track.Value.Average(), -1e-3f, 1e-3f);

    [Fact]
    public void Passages_follow_each_other_and_are_one_for_each_emotion()
    {
        Assert.Equal(["anger", "joy", "neutral", "sadness"], DemoTrack.Passages.Select(p => p.Intention).Order());
        double end = 0;
        foreach (DemoPassage passage in DemoTrack.Passages)
        {
            Assert.Equal(end, passage.StartSeconds);
            end = passage.EndSeconds;
        }

        Assert.Equal(DemoTrack.LengthSeconds, end);
    }

    [Fact]
    public void Every_second_sounds()
    {
        int second = DemoTrack.SampleRate * DemoTrack.Channels;
        for (int s = 0; s < DemoTrack.LengthSeconds; s++)
        {
            Assert.True(Level(s * second, second) > -40, $"second {s} is silent");
        }
    }

    [Fact]
    public void The_excited_passages_are_louder_and_busier_than_the_calm_ones()
    {
        Dictionary<string, (double Level, double Crossings)> by = DemoTrack.Passages.ToDictionary(p => p.Intention, p =>
        {
            int from = (int)(p.StartSeconds * DemoTrack.SampleRate) * DemoTrack.Channels, length = (int)(p.LengthSeconds * DemoTrack.SampleRate) * DemoTrack.Channels;
            return (Level(from, length), Slopes(from, length));
        });
        foreach (string excited in (string[])["joy", "anger"])
        {
            foreach (string calm in (string[])["sadness", "neutral"])
            {
                Assert.True(by[excited].Level > by[calm].Level + 3);
                Assert.True(by[excited].Crossings > by[calm].Crossings);
            }
        }
    }

    private static double Level(int from, int length) => 10 * Math.Log10(Track.Value.AsSpan(from, length).ToArray().Average(x => (double)x * x) + 1e-20);

    // Energy of the difference against energy: how much of the sound is high.
    private static double Slopes(int from, int length)
    {
        double slopes = 0, energy = 0;
        for (int i = from + 2; i < from + length; i += 2)
        {
            double difference = Track.Value[i] - Track.Value[i - 2];
            slopes += difference * difference;
            energy += Track.Value[i] * (double)Track.Value[i];
        }

        return slopes / energy;
    }
}
