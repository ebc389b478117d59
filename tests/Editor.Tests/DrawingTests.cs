using RealtimeEmotion.Effect;
using RealtimeEmotion.Effect.Editor.Drawing;
using RealtimeEmotion.Engine.Emotions;
using SkiaSharp;

namespace RealtimeEmotion.Editor.Tests;

public sealed class DrawingTests
{
    public static TheoryData<int, int, float> Sizes => new()
    {
        { 760, 480, 1 }, { 760, 480, 2 }, { 1000, 640, 1 }, { 1000, 640, 1.25f }, { 1000, 640, 1.5f }, { 1000, 640, 2 }, { 1000, 640, 3 }, { 1600, 1000, 1 },
        { 760, 1000, 1 }, { 1900, 480, 1 }, { 900, 560, 1.75f },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_panel_shows_something(int width, int height, float scale)
    {
        using var rig = new Rig(width, height, scale);
        new Music(rig.Session.Telemetry).Play(70);
        rig.Screen.Frame();
        using SKBitmap picture = rig.Screen.Picture();
        foreach (var element in rig.Editor.Parts.All)
        {
            var colors = new HashSet<uint>();
            for (int y = (int)(element.Bounds.Top * scale); y < (int)(element.Bounds.Bottom * scale); y++)
            {
                for (int x = (int)(element.Bounds.Left * scale); x < (int)(element.Bounds.Right * scale); x++)
                    colors.Add((uint)picture.GetPixel(x, y));
            }

            Assert.True(colors.Count > 8, $"{element.GetType().Name} at {element.Bounds} has {colors.Count} colours.");
        }
    }

    [Fact]
    public void The_colours_of_all_emotions_are_in_the_history()
    {
        using var rig = new Rig();
        new Music(rig.Session.Telemetry).Play(70);
        rig.Screen.Frame();
        using SKBitmap picture = rig.Screen.Picture();
        SKRect plot = rig.Editor.Parts.Timeline.Plot;
        foreach ((string label, int index) in FakeSession.Shipped.Labels.Select((label, index) => (label, index)))
        {
            SKColor wanted = Mix(Theme.OfEmotion(label, index), Theme.Well, 0xC4);
            int count = 0;
            for (int y = (int)plot.Top; y < (int)plot.Bottom; y++)
            {
                for (int x = (int)plot.Left; x < (int)plot.Right; x++)
                    count += IsNear(picture.GetPixel(x, y), wanted) ? 1 : 0;
            }

            Assert.True(count > 1000, $"{label}: {count} pixels");
        }
    }

    [Fact]
    public void Nothing_is_drawn_while_nothing_changes()
    {
        using var rig = new Rig();
        new Music(rig.Session.Telemetry).Play(20);
        rig.Screen.Frame();
        rig.Screen.Frame();
        for (int k = 0; k < 100; k++)
        {
            rig.Editor.Tick(TimeSpan.FromMilliseconds(33));
            Assert.False(rig.Editor.NeedsRedraw);
            Assert.Empty(rig.Screen.Draw());
        }
    }

    [Fact]
    public void A_moved_parameter_redraws_its_control_only()
    {
        using var rig = new Rig();
        rig.Session.SetPlain(ParameterId.Reaction, 7);
        SKRectI[] areas = rig.Screen.Frame();
        SKRectI area = Assert.Single(areas);
        Assert.Equal(SKRectI.Ceiling(rig.Of(ParameterId.Reaction).Bounds), area);
    }

    [Fact]
    public void The_same_state_gives_the_same_picture()
    {
        using SKBitmap first = PictureOf(1.5f);
        using SKBitmap second = PictureOf(1.5f);
        Assert.True(first.GetPixelSpan().SequenceEqual(second.GetPixelSpan()));
    }

    /// <summary>What is patched piece by piece must not differ from what is drawn at once, whatever the user did.</summary>
    [Theory]
    [InlineData(1, 1f)]
    [InlineData(2, 2f)]
    [InlineData(3, 1.3f)]
    public void Patches_equal_a_whole_drawing(int seed, float scale)
    {
        using var rig = new Rig(820, 520, scale);
        var music = new Music(rig.Session.Telemetry);
        var random = new Random(seed);
        for (int step = 0; step < 120; step++)
        {
            Fuzz.Act(rig, random);
            if (random.Next(4) == 0)
                music.Play(random.NextDouble());
            rig.Screen.Frame(random.NextDouble());
            if (step % 10 != 9)
                continue;
            using SKBitmap patched = rig.Screen.Picture();
            rig.Editor.Invalidate();
            rig.Screen.Draw();
            using SKBitmap whole = rig.Screen.Picture();
            Assert.Null(Difference(patched, whole));
        }
    }

    [Fact]
    public void Emotions_stay_apart_for_eyes_that_do_not_see_red_or_green()
    {
        // Machado, Oliveira, Fernandes 2009, severity 1: deuteranopia and protanopia, on linear light.
        float[][] eyes =
        [
            [1, 0, 0, 0, 1, 0, 0, 0, 1],
            [0.367322f, 0.860646f, -0.227968f, 0.280085f, 0.672501f, 0.047413f, -0.011820f, 0.042940f, 0.968881f],
            [0.152286f, 1.052583f, -0.204868f, 0.114503f, 0.786281f, 0.099216f, -0.003882f, -0.048116f, 1.051998f],
        ];
        var labels = FakeSession.Shipped.Labels;
        foreach (float[] eye in eyes)
        {
            for (int a = 0; a < labels.Count; a++)
            {
                for (int b = a + 1; b < labels.Count; b++)
                {
                    double distance = Distance(Lab(Theme.OfEmotion(labels[a], a), eye), Lab(Theme.OfEmotion(labels[b], b), eye));
                    Assert.True(distance > 25, $"{labels[a]} and {labels[b]} are {distance:F1} apart");
                }

                // Labels of somebody else's model beside those that have names here.
                for (int other = 0; other < EmotionProbabilities.Capacity; other++)
                {
                    double distance = Distance(Lab(Theme.OfEmotion(labels[a], a), eye), Lab(Theme.OfEmotion("other", other), eye));
                    Assert.True(distance > 12, $"{labels[a]} and another's {other} are {distance:F1} apart");
                }
            }
        }
    }

    [Fact]
    public void A_frame_allocates_nothing_while_nothing_changes_and_a_trickle_while_music_plays()
    {
        using var rig = new Rig();
        var music = new Music(rig.Session.Telemetry);
        music.Play(80);
        Settle(rig, music, 40);

        // The least of several rounds: the runtime's own work may fall into one of them.
        long idle = long.MaxValue;
        long busy = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            rig.Screen.Frame();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = 0; k < 100; k++)
                rig.Editor.Tick(TimeSpan.FromMilliseconds(33));
            idle = Math.Min(idle, GC.GetAllocatedBytesForCurrentThread() - before);

            busy = Math.Min(busy, Settle(rig, music, 100) / 100);
        }

        Assert.Equal(0, idle);
        Assert.InRange(busy, 0, 2500);
    }

    /// <summary>Plays some frames, and tells what the editor allocated in them.</summary>
    private static long Settle(Rig rig, Music music, int frames)
    {
        long bytes = 0;
        for (int k = 0; k < frames; k++)
        {
            music.Play(0.033);
            long before = GC.GetAllocatedBytesForCurrentThread();
            rig.Editor.Tick(TimeSpan.FromMilliseconds(33));
            rig.Screen.DrawQuietly();
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return bytes;
    }

    private static SKBitmap PictureOf(float scale)
    {
        using var rig = new Rig(1000, 640, scale);
        new Music(rig.Session.Telemetry).Play(33);
        rig.Screen.Frame();
        return rig.Screen.Picture();
    }

    /// <summary>Where two pictures differ by more than the rounding of clipped edges, which is a few faint pixels; null for nowhere.</summary>
    private static string? Difference(SKBitmap a, SKBitmap b)
    {
        ReadOnlySpan<byte> left = a.GetPixelSpan();
        ReadOnlySpan<byte> right = b.GetPixelSpan();
        int count = 0;
        for (int k = 0; k < left.Length; k++)
        {
            int difference = Math.Abs(left[k] - right[k]);
            count += difference > 12 ? 1 : 0;
            if (difference > 40 || count > 60)
                return $"{count} values, the last by {difference} at {k / 4 % a.Width}, {k / 4 / a.Width}";
        }

        return null;
    }

    private static SKColor Mix(SKColor over, SKColor under, int alpha) => new(
        (byte)(((over.Red * alpha) + (under.Red * (255 - alpha))) / 255), (byte)(((over.Green * alpha) + (under.Green * (255 - alpha))) / 255),
        (byte)(((over.Blue * alpha) + (under.Blue * (255 - alpha))) / 255));

    private static bool IsNear(SKColor a, SKColor b) => Math.Abs(a.Red - b.Red) < 4 && Math.Abs(a.Green - b.Green) < 4 && Math.Abs(a.Blue - b.Blue) < 4;

    private static (double L, double A, double B) Lab(SKColor color, float[] eye)
    {
        static double Linear(byte value) => value / 255.0 <= 0.04045 ? value / 255.0 / 12.92 : Math.Pow(((value / 255.0) + 0.055) / 1.055, 2.4);
        double[] light = [Linear(color.Red), Linear(color.Green), Linear(color.Blue)];
        double[] seen = new double[3];
        for (int row = 0; row < 3; row++)
            seen[row] = Math.Clamp((eye[row * 3] * light[0]) + (eye[(row * 3) + 1] * light[1]) + (eye[(row * 3) + 2] * light[2]), 0, 1);
        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16.0 / 116);
        double x = F(((0.4124 * seen[0]) + (0.3576 * seen[1]) + (0.1805 * seen[2])) / 0.9505);
        double y = F((0.2126 * seen[0]) + (0.7152 * seen[1]) + (0.0722 * seen[2]));
        double z = F(((0.0193 * seen[0]) + (0.1192 * seen[1]) + (0.9505 * seen[2])) / 1.089);
        return ((116 * y) - 16, 500 * (x - y), 200 * (y - z));
    }

    private static double Distance((double L, double A, double B) a, (double L, double A, double B) b)
        => Math.Sqrt(Math.Pow(a.L - b.L, 2) + Math.Pow(a.A - b.A, 2) + Math.Pow(a.B - b.B, 2));
}
