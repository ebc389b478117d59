using System.Diagnostics;
using System.Globalization;
using RealtimeEmotion.Engine.Fades;
using RealtimeEmotion.Host;

namespace RealtimeEmotion.Bench;

/// <summary>What instances of the plugin take of a process that has nothing else to do: memory, and time at real-time pace.</summary>
internal static class PluginInstances
{
    private const int BlockSize = 512;
    private const double Seconds = 20;

    internal static int Run(string bundle, int count)
    {
        // The host's part is there before: the track, and what .NET needs to play a block.
        using HostedLibrary library = HostedLibrary.Load(bundle);
        using (PluginStream first = new(library, BlockSize, FadeCurve.Tri))
            first.Play();
        GC.Collect();
        double before = Resident();
        var streams = Enumerable.Range(0, count).Select(_ => new PluginStream(library, BlockSize, FadeCurve.Tri)).ToList();
        double started = Resident();
        TimeSpan busy = Process.GetCurrentProcess().TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        long blocks = (long)(Seconds * PluginStream.SampleRate / BlockSize);
        for (long block = 0; block < blocks; block++)
        {
            foreach (PluginStream stream in streams)
            {
                if (block % (blocks / 2) == 0)
                    stream.StartFade();
                stream.Play();
            }

            TimeSpan due = TimeSpan.FromSeconds((double)(block + 1) * BlockSize / PluginStream.SampleRate) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
                Thread.Sleep(due);
        }

        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        busy = Process.GetCurrentProcess().TotalProcessorTime - busy;
        double after = Resident();
        Console.WriteLine($"{count} instances for {taken.TotalSeconds:0} s of real time: {busy / taken:0.0 %} of a core with analysis and host; {after - before:0.0} MB more resident ({started - before:0.0} MB once started), {(after - before) / count:0.00} MB each");
        foreach (PluginStream stream in streams)
            stream.Dispose();
        return 0;
    }

    private static double Resident() =>
        double.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))[6..^2], CultureInfo.InvariantCulture) / 1000;
}
