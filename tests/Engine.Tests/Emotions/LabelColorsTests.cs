using System.Globalization;
using RealtimeEmotion.Engine.Emotions;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Emotions;

public sealed class LabelColorsTests
{
    // Machado, Oliveira, Fernandes 2009, severity 1: everything seen, deuteranopia, protanopia; on linear light.
    private static readonly double[][] Eyes =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
    ];

    [Fact]
    public void There_is_one_for_each_label_and_any_two_stay_apart()
    {
        foreach (IReadOnlyList<string> colors in (IReadOnlyList<string>[])[LabelColors.OnLight, LabelColors.OnDark])
        {
            Assert.Equal(EmotionProbabilities.Capacity, colors.Count);
            foreach (double[] eye in Eyes)
            {
                for (int a = 0; a < colors.Count; a++)
                {
                    for (int b = a + 1; b < colors.Count; b++)
                    {
                        double distance = Distance(Lab(colors[a], eye), Lab(colors[b], eye));
                        Assert.True(distance > 12, $"{colors[a]} and {colors[b]} are {distance:F1} apart");
                    }
                }
            }
        }
    }

    [Fact]
    public void They_stand_out_from_their_ground()
    {
        Assert.All(LabelColors.OnLight, color => Assert.InRange(Contrast(color, "#FFFFFF"), 2.95, 21));
        Assert.All(LabelColors.OnDark, color => Assert.InRange(Contrast(color, "#151A21"), 3.5, 21));
    }

    private static double[] Linear(string hex) => [.. Enumerable.Range(0, 3)
        .Select(i => int.Parse(hex.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
        .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];

    private static double Luminance(double[] light) => (0.2126 * light[0]) + (0.7152 * light[1]) + (0.0722 * light[2]);

    private static double Contrast(string a, string b)
    {
        double[] luminances = [Luminance(Linear(a)) + 0.05, Luminance(Linear(b)) + 0.05];
        return luminances.Max() / luminances.Min();
    }

    private static double[] Lab(string hex, double[] eye)
    {
        double[] light = Linear(hex);
        double[] seen = [.. Enumerable.Range(0, 3).Select(row => Math.Clamp(Enumerable.Range(0, 3).Sum(k => eye[(row * 3) + k] * light[k]), 0, 1))];
        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16.0 / 116);
        double x = F(((0.4124 * seen[0]) + (0.3576 * seen[1]) + (0.1805 * seen[2])) / 0.9505);
        double y = F(Luminance(seen));
        double z = F(((0.0193 * seen[0]) + (0.1192 * seen[1]) + (0.9505 * seen[2])) / 1.089);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
