using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using Spectre.Console;

namespace RealtimeEmotion.Bench;

/// <summary>
/// Many files at their own pace at once, one estimate a second each: how late estimates are, what a stream costs in processor
/// time and memory, and how long <c>emotion listen</c> takes to its first line. Hold it to one core with <c>taskset -c 0</c>.
/// </summary>
internal static class LiveComparison
{
    private const double RunSeconds = 30;

    internal static int Run(string[] arguments)
    {
        int[] counts = arguments.Length > 0 ? [.. arguments.Select(text => int.Parse(text, CultureInfo.InvariantCulture))] : [1, 50, 200];
        var folder = Directory.CreateTempSubdirectory("live-comparison").FullName;
        try
        {
            var path = Path.Combine(folder, "noise.wav");
            FadeComparison.WriteNoise(path, SampleEncoding.Pcm16);
            var modelPath = Path.Combine(AppContext.BaseDirectory, "presets", "emotify.onnx");
            using var model = EmotionModel.Load(modelPath);
            var options = new ListenOptions { Analysis = new AnalysisOptions { HopSeconds = 1 } };
            var table = new Table()
                .Title($"files at their own pace (44.1 kHz stereo), a hop of 1 s, {RunSeconds} s, {Environment.ProcessorCount} cores to run on")
                .AddColumns("streams", "of one core", "age, median, ms", "age, 99 %, ms", "estimates", "audio lost, s", "memory a stream, MB");
            // The first one pays for what all share.
            Measure(1, 3);
            foreach (var count in counts)
            {
                var m = Measure(count, RunSeconds);
                table.AddRow($"{count}", $"{m.Load:P0}", $"{m.Median:0}", $"{m.Late:0}", $"{m.Estimates}", $"{m.LostSeconds:0.###}", $"{m.MemoryEach:0.00}");
            }

            AnsiConsole.Write(table);
            if (BuiltCommandLine.Find() is { } emotion)
                StartUp(emotion, path);
            return 0;

            (double Load, double Median, double Late, int Estimates, double LostSeconds, double MemoryEach) Measure(int count, double seconds)
            {
                using var self = Process.GetCurrentProcess();
                GC.Collect();
                self.Refresh();
                var memory = self.WorkingSet64;
                var listeners = new List<StreamListener>();
                var ages = new ConcurrentBag<double>();
                var readers = new List<Task>();

                // All of them end in the same moment, each with a last estimate: that is no part of listening.
                var isListening = true;
                for (var number = 0; number < count; number++)
                {
                    var listener = new StreamListener(StreamAddress.Parse($"s{number}={path}"), model, options);
                    listeners.Add(listener);
                    readers.Add(Task.Run(async () =>
                    {
                        await foreach (var heard in listener.Events.ReadAllAsync())
                        {
                            if (Volatile.Read(ref isListening) && heard is { Kind: StreamEventKind.Estimate, AudioTimestamp: { } arrived })
                                ages.Add(Stopwatch.GetElapsedTime(arrived).TotalMilliseconds);
                        }
                    }));
                    // Streams of the world do not begin at the same moment.
                    listener.Start();
                    Thread.Sleep((int)Math.Min(20, 1000.0 / count));
                }

                self.Refresh();
                var (processor, began) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
                Thread.Sleep(TimeSpan.FromSeconds(seconds));
                self.Refresh();
                var load = (self.TotalProcessorTime - processor) / Stopwatch.GetElapsedTime(began);
                var grown = (self.WorkingSet64 - memory) / 1e6;
                var lost = listeners.Sum(listener => listener.Statistics.OverrunSeconds);
                Volatile.Write(ref isListening, false);
                foreach (var listener in listeners)
                    listener.Stop();
                Task.WaitAll([.. readers]);
                foreach (var listener in listeners)
                    listener.Dispose();
                double[] sorted = [.. ages.Order()];
                return (load, sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100], sorted.Length, lost, grown / count);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void StartUp(string emotion, string path)
    {
        var seconds = new List<double>();
        for (var run = 0; run < 5; run++)
        {
            var began = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(emotion, ["listen", path, "--fast", "--duration", "2", "--format", "jsonl"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            while (process.StandardOutput.ReadLine() is { } line && !line.Contains("\"kind\":\"estimate\"", StringComparison.Ordinal))
            {
                // What is connected is no estimate yet.
            }

            seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }

        seconds.Sort();
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"emotion listen, from its start to the first estimate (--fast): best {seconds[0] * 1000:0} ms, median {seconds[2] * 1000:0} ms"));
    }
}
