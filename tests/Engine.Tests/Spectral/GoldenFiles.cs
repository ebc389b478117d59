using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Spectral;

/// <summary>Reference values: those beside the tests, and those that are too large or not ours to copy.</summary>
internal static class GoldenFiles
{
    internal static string Mel(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", "mel", name);

    /// <summary>A file of the two teachers, or the end of the test where there are none.</summary>
    internal static string Teacher(string name)
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "RealtimeEmotion.sln")))
        {
            root = root.Parent;
        }

        string? path = root is null ? null : Path.Combine(root.FullName, "..", "shared", "data", "teachers", name);
        Assert.SkipUnless(File.Exists(path), "The teachers' data (../shared/data/teachers) are not on this machine.");
        return path!;
    }

    internal static float[] Samples(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();

    /// <summary>Rows of comma-separated numbers.</summary>
    internal static double[][] Table(string path) =>
        [.. File.ReadLines(path).Select(line => line.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
}
