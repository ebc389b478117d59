using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using RealtimeEmotion.Engine.Fades;
using RealtimeEmotion.Host;
using RealtimeEmotion.Vst3.Hosting;
using Spectre.Console;

namespace RealtimeEmotion.Bench;

/// <summary>
/// What the published plugin costs: a block beside a plain C loop, their runs alternating; the scan, the instances and
/// the real-time run each in a process of their own.
/// </summary>
internal static class PluginComparison
{
    private const string Project = "src/Plugin/RealtimeEmotion.Plugin.csproj";
    private const string Bundle = "RealtimeEmotion";
    private const int Bursts = 300;

    // A plugin that is given more at once takes its host for one that renders a file, and waits for the analysis.
    private const double BurstSeconds = 0.2;
    private const int Scans = 15;
    private static readonly int[] BlockSizes = [32, 64, 512];

    /// <param name="arguments">Minutes of the real-time run; or, in a child: a measurement's name, the bundle, and more.</param>
    internal static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case ["scan", string bundle]:
                return Scan(bundle);
            case ["instances", string bundle, string count]:
                return PluginInstances.Run(bundle, int.Parse(count, CultureInfo.InvariantCulture));
            case ["pace", string bundle, string minutes]:
                return PluginPace.Run(bundle, double.Parse(minutes, CultureInfo.InvariantCulture));
            default:
                return Compare(arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 10);
        }
    }

    private static int Compare(double minutes)
    {
        string bundle = BundlePublisher.Publish(Project, Bundle);
        long bytes = Directory.EnumerateFiles(bundle, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        Console.WriteLine($"bundle {bytes / 1e6:0.0} MB, of which the plugin's own binary {new FileInfo(PluginBundle.BinaryPath(bundle)).Length / 1e6:0.0} MB");
        double[] scans = [.. Enumerable.Range(0, Scans).Select(_ => double.Parse(Child([], "scan", bundle), CultureInfo.InvariantCulture)).Order()];
        Console.WriteLine($"scan (load, list, make, describe, release) in a fresh process: {scans[0]:0.0} ms at best, {scans[Scans / 2]:0.0} ms median of {Scans}");
        CompareCost(bundle);
        foreach (int count in new[] { 1, 64 })
            Console.Write(Child([], "instances", bundle, $"{count}"));
        if (minutes > 0)
            PlayWithEditor(bundle, minutes);
        return 0;
    }

    private static void CompareCost(string bundle)
    {
        using HostedLibrary library = HostedLibrary.Load(bundle);
        Table table = new Table().Title($"a block of stereo at {PluginStream.SampleRate / 1000} kHz, analysis running, {Bursts} bursts of {BurstSeconds} s in turns")
            .AddColumns("block", "who", "µs, best burst", "of a core", "µs, median burst", "of a core", "× C");
        foreach (int blockSize in BlockSizes)
        {
            using GainLoop loop = new(blockSize);
            using PluginStream rest = new(library, blockSize, FadeCurve.Tri);
            using PluginStream line = new(library, blockSize, FadeCurve.Tri);
            using PluginStream sigmoid = new(library, blockSize, FadeCurve.Sigmoid);
            var contestants = new (string Name, Func<long> Block, List<double> Microseconds)[]
            {
                ("gain loop in C", () => Time(loop, blockSize), []),
                ("plugin, at rest", rest.Play, []),
                ("plugin, straight fade", line.Play, []),
                ("plugin, sigmoid fade", sigmoid.Play, []),
            };
            int blocks = (int)(BurstSeconds * PluginStream.SampleRate / blockSize);
            for (int burst = 0; burst <= Bursts; burst++)
            {
                if (burst % (int)((PluginStream.FadeSeconds - 5) / BurstSeconds) == 0)
                {
                    line.StartFade();
                    sigmoid.StartFade();
                }

                long begin = Stopwatch.GetTimestamp();
                foreach (var (_, block, microseconds) in contestants)
                {
                    long ticks = 0;
                    for (int k = 0; k < blocks; k++)
                        ticks += block();

                    // The first one warms up.
                    if (burst > 0)
                        microseconds.Add(ticks * 1e6 / Stopwatch.Frequency / blocks);
                }

                // The analysis takes its audio in meanwhile; a little more than a burst, as if the card were a little slow.
                TimeSpan left = TimeSpan.FromSeconds(1.1 * BurstSeconds) - Stopwatch.GetElapsedTime(begin);
                if (left > TimeSpan.Zero)
                    Thread.Sleep(left);
            }

            double measure = contestants[0].Microseconds.Min();
            double length = blockSize * 1e6 / PluginStream.SampleRate;
            foreach (var (name, _, microseconds) in contestants)
            {
                microseconds.Sort();
                double median = microseconds[microseconds.Count / 2];
                table.AddRow($"{blockSize}", name, $"{microseconds[0]:0.00}", $"{microseconds[0] / length:0.000 %}", $"{median:0.00}", $"{median / length:0.000 %}", $"{microseconds[0] / measure:0.0}");
            }
        }

        AnsiConsole.Write(table);
    }

    private static long Time(GainLoop loop, int blockSize)
    {
        long start = Stopwatch.GetTimestamp();
        loop.Process(blockSize, 0.5f);
        return Stopwatch.GetTimestamp() - start;
    }

    /// <summary>What a host's scanner does with a bundle, timed in this fresh process.</summary>
    private static int Scan(string bundle)
    {
        // The host's own code is compiled first: only the plugin is to be timed.
        foreach (MethodInfo method in typeof(HostedLibrary).GetMethods().Concat(typeof(HostedPlugin).GetMethods()).Where(method => method.DeclaringType != typeof(object)))
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        long start = Stopwatch.GetTimestamp();
        using HostedLibrary library = HostedLibrary.Load(bundle);
        using (HostedPlugin plugin = library.Create())
        {
            plugin.Initialize();
            _ = plugin.Parameters.Count;
            plugin.Terminate();
        }

        Console.Write(Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    private static void PlayWithEditor(string bundle, double minutes)
    {
        ProcessStartInfo start = new("Xvfb", ["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process server;
        try
        {
            server = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Console.Error.WriteLine($"real time with the editor: left out (Xvfb: {e.Message})");
            return;
        }

        using (server)
        {
            string display = ":" + server.StandardOutput.ReadLine();
            Console.Write(Child([("DISPLAY", display), ("DOTNET_TieredCompilation", "0")], "pace", bundle, minutes.ToString(CultureInfo.InvariantCulture)));
            server.Kill();
            server.WaitForExit();
        }
    }

    private static string Child((string Name, string Value)[] environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, ["plugin", .. arguments]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process child = Process.Start(start)!;
        string text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? text : throw new InvalidOperationException($"'bench plugin {string.Join(' ', arguments)}' ended with {child.ExitCode}.");
    }
}
