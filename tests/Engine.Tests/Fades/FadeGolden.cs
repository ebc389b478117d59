using System.Globalization;

namespace RealtimeEmotion.Engine.Tests.Fades;

/// <summary>What ffmpeg 5.1.9's afade multiplies by: one curve a line, its name, then gains.</summary>
internal static class FadeGolden
{
    public static IEnumerable<(string Curve, double[] Gains)> Read(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", "fades", file);
        foreach (string line in File.ReadLines(path))
        {
            string[] fields = line.Split(',');
            yield return (fields[0], Array.ConvertAll(fields[1..], field => double.Parse(field, CultureInfo.InvariantCulture)));
        }
    }
}
