using System.Diagnostics;
using System.Runtime;
using System.Runtime.InteropServices;
using RealtimeEmotion.Effect.Editor.Windows.X11;
using RealtimeEmotion.Engine.Fades;
using RealtimeEmotion.Host;
using Spectre.Console;

namespace RealtimeEmotion.Bench;

/// <summary>
/// The plugin at real-time pace with its editor open: how long the slowest call took. A plain C loop runs after each
/// block on the same thread and is timed the same way: what it suffers is the machine's doing.
/// </summary>
internal static unsafe partial class PluginPace
{
    private const int BlockSize = 64;
    private const int Openings = 10;
    private const long LargestGarbage = 200_000_000;
    private const int FirstInFirstOut = 1;

    internal static int Run(string bundle, double minutes)
    {
        using HostedLibrary library = HostedLibrary.Load(bundle);
        using PluginStream stream = new(library, BlockSize, FadeCurve.Sigmoid);
        using GainLoop loop = new(BlockSize);
        nint connection = Xcb.Connect(null, null);
        if (Xcb.ConnectionHasError(connection) != 0)
            throw new InvalidOperationException("No X server answers.");
        nint root = (nint)Xcb.SetupRootsIterator(Xcb.GetSetup(connection)).Data->Root;
        HostRunLoop events = new();
        TimeOpenings(stream, events, root);

        using HostedView view = stream.Plugin.CreateView(events)!;
        view.SetFrame();
        view.Attach(root);
        long blocks = (long)(minutes * 60 * PluginStream.SampleRate / BlockSize);
        long[] ours = new long[blocks];
        long[] theirs = new long[blocks];
        bool isRealTime = false;
        Thread audio = new(() =>
        {
            int priority = 80;
            isRealTime = SetScheduler(0, FirstInFirstOut, &priority) == 0;
            long start = Stopwatch.GetTimestamp();
            for (long block = 0; block < blocks; block++)
            {
                if (block % (long)(PluginStream.SampleRate / BlockSize * PluginStream.FadeSeconds) == 0)
                    stream.StartFade();
                ours[block] = stream.Play();
                long begin = Stopwatch.GetTimestamp();
                loop.Process(BlockSize, 0.5f);
                theirs[block] = Stopwatch.GetTimestamp() - begin;
                TimeSpan due = TimeSpan.FromSeconds((double)(block + 1) * BlockSize / PluginStream.SampleRate) - Stopwatch.GetElapsedTime(start);
                if (due > TimeSpan.Zero)
                    Thread.Sleep(due);
            }
        });
        // This host is managed too, and its collections would stop its audio thread.
        if (!GC.TryStartNoGCRegion(LargestGarbage))
            throw new InvalidOperationException("The host cannot do without collections for so long.");
        TimeSpan busy = Process.GetCurrentProcess().TotalProcessorTime;
        long began = Stopwatch.GetTimestamp();
        audio.Start();
        while (audio.IsAlive)
        {
            events.Run(TimeSpan.FromTicks(1));
            Thread.Sleep(5);
        }

        bool isUndisturbed = GCSettings.LatencyMode == GCLatencyMode.NoGCRegion;
        busy = Process.GetCurrentProcess().TotalProcessorTime - busy;
        TimeSpan taken = Stopwatch.GetElapsedTime(began);
        view.Remove();
        Xcb.Disconnect(connection);
        Table table = new Table().Title($"µs a call of {BlockSize} samples: {minutes:0.#} min at real-time pace, editor open, audio thread {(isRealTime ? "at" : "without")} real-time priority")
            .AddColumns("who", "median", "99 %", "99.9 %", "99.99 %", "slowest", "of the block");
        AddRow(table, "plugin", ours);
        AddRow(table, "gain loop in C", theirs);
        AnsiConsole.Write(table);
        if (!isUndisturbed)
            Console.WriteLine("this managed host had to collect garbage meanwhile: the slowest call may be its own");
        Console.WriteLine($"the whole process took {busy / taken:0.0 %} of a core: sound, analysis, editor and this host");
        return 0;
    }

    private static void TimeOpenings(PluginStream stream, HostRunLoop events, nint root)
    {
        List<double> opened = [];
        List<double> closed = [];
        for (int k = 0; k < Openings; k++)
        {
            long start = Stopwatch.GetTimestamp();
            using HostedView view = stream.Plugin.CreateView(events)!;
            view.SetFrame();
            view.Attach(root);
            opened.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            events.Run(TimeSpan.FromMilliseconds(100));
            start = Stopwatch.GetTimestamp();
            view.Remove();
            closed.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Console.WriteLine($"editor: opens in {opened[0]:0.0} ms the first time, {opened.Skip(1).Min():0.0} … {opened.Skip(1).Max():0.0} ms again; closes in {closed.Min():0.0} … {closed.Max():0.0} ms");
    }

    private static void AddRow(Table table, string name, long[] ticks)
    {
        Array.Sort(ticks);
        double Microseconds(double share) => ticks[(int)Math.Min(ticks.Length - 1, share * ticks.Length)] * 1e6 / Stopwatch.Frequency;
        table.AddRow(
            name,
            $"{Microseconds(0.5):0.0}",
            $"{Microseconds(0.99):0.0}",
            $"{Microseconds(0.999):0.0}",
            $"{Microseconds(0.9999):0.0}",
            $"{Microseconds(1):0.0}",
            $"{Microseconds(1) / (BlockSize * 1e6 / PluginStream.SampleRate):0.0 %}");
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, int* priority);
}
