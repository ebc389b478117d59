using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Tests.Features;

public sealed class WindowCutterTests
{
    private const float Floor = -70;
    private const int Bands = 6;
    private const int Frames = 9;

    [Fact]
    public void A_training_window_is_what_the_live_window_shows()
    {
        TrackFeatures track = Track(40);
        ModelMetadata metadata = TestModels.Metadata(Bands, Frames);
        var live = new FeatureWindow(metadata);
        var expected = new float[Bands * Frames];
        var actual = new float[Bands * Frames];
        var cutter = new WindowCutter(metadata, Floor);
        for (int k = 0; k < track.Frames; k++)
        {
            live.Push(track.Frame(k));
            if (live.IsFull)
            {
                live.CopyNormalised(expected);
                cutter.Cut(track, k - Frames + 1, actual);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Fact]
    public void A_window_that_has_heard_less_is_filled_as_the_live_one_fills_itself()
    {
        TrackFeatures track = Track(Frames);
        ModelMetadata metadata = TestModels.Metadata(Bands, Frames);
        var cutter = new WindowCutter(metadata, Floor);
        var augmentation = new WindowAugmentation(AugmentationSettings.None with { ShortShare = 1, ShortestHeard = 0.1 }, Bands, Frames);
        var random = new Random(1);
        var seen = new HashSet<int>();
        for (int i = 0; i < 100; i++)
        {
            augmentation.Draw(random);
            int heard = augmentation.Heard;
            seen.Add(heard);
            var live = new FeatureWindow(metadata);
            for (int k = Frames - heard; k < Frames; k++)
            {
                live.Push(track.Frame(k));
            }

            var expected = new float[Bands * Frames];
            var actual = new float[Bands * Frames];
            live.CopyNormalised(expected);
            cutter.Cut(track, 0, actual, augmentation);
            Assert.Equal(expected, actual);
            cutter.Cut(track, 0, actual, heard: heard);
            Assert.Equal(expected, actual);
        }

        Assert.Equal(Enumerable.Range(1, Frames - 1), seen.Order());
    }

    [Fact]
    public void Values_below_the_floor_are_raised_to_it()
    {
        TrackFeatures quiet = new([.. Enumerable.Repeat(-120f, Bands * Frames)], Frames, Bands);
        TrackFeatures silent = new([.. Enumerable.Repeat(Floor, Bands * Frames)], Frames, Bands);
        var cutter = new WindowCutter(TestModels.Metadata(Bands, Frames), Floor);
        var a = new float[Bands * Frames];
        var b = new float[Bands * Frames];
        cutter.Cut(quiet, 0, a);
        cutter.Cut(silent, 0, b);
        Assert.Equal(b, a);
    }

    [Theory]
    [InlineData(9, new[] { 0 })]
    [InlineData(10, new[] { 0, 1 })]
    [InlineData(18, new[] { 0, 4, 9 })]
    [InlineData(40, new[] { 0, 4, 8, 13, 17, 22, 26, 31 })]
    public void Positions_cover_a_track_from_its_start_to_its_end(int frames, int[] expected)
        => Assert.Equal(expected, new WindowCutter(TestModels.Metadata(Bands, Frames), Floor).Positions(Track(frames)));

    [Fact]
    public void A_gain_does_not_change_a_window_above_the_floor()
    {
        TrackFeatures track = Track(Frames);
        TrackFeatures louder = new([.. track.Values.Select(v => v + 7)], Frames, Bands);
        var cutter = new WindowCutter(TestModels.Metadata(Bands, Frames), -200);
        var a = new float[Bands * Frames];
        var b = new float[Bands * Frames];
        cutter.Cut(track, 0, a);
        cutter.Cut(louder, 0, b);
        for (int i = 0; i < a.Length; i++)
        {
            Assert.Equal(a[i], b[i], 4);
        }
    }

    private static TrackFeatures Track(int frames)
    {
        var random = new Random(frames);
        return new TrackFeatures([.. Enumerable.Range(0, Bands * frames).Select(_ => (float)((random.NextDouble() * 60) - 50))], frames, Bands);
    }
}
