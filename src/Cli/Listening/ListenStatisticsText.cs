using System.Diagnostics;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Audio.Streams.Outputs;

namespace RealtimeEmotion.Cli.Listening;

/// <summary>How listening went, for people.</summary>
internal static class ListenStatisticsText
{
    internal static void Write(IEnumerable<StreamListener> listeners, IEnumerable<OutputPump> outputs, TextWriter writer)
    {
        foreach (StreamListener listener in listeners)
        {
            ListenStatistics s = listener.Statistics;
            writer.WriteLine($"{listener.Address.Name}: {s.State.ToString().ToLowerInvariant()}; {s.Estimates} estimates, {TextFormat.Clock(s.StreamSeconds)} of stream at {s.SampleRate} Hz");
            writer.WriteLine($"  age of the newest audio when printed: {Age(s)}");
            writer.WriteLine($"  lost: {s.LostEvents} events, {s.OverrunSeconds:0.###} s of audio in {s.Overruns} overruns; {s.Reconnects} reconnects, {s.GapSeconds:0.###} s of gaps, {s.Stalls} stalls");
        }

        foreach (OutputPump output in outputs)
        {
            writer.WriteLine($"{output.Subject}: {output.Lost} events lost");
        }

        using Process self = Process.GetCurrentProcess();
        writer.WriteLine($"memory {self.WorkingSet64 / 1e6:0} MB (at most {self.PeakWorkingSet64 / 1e6:0}), {self.HandleCount} handles, {self.Threads.Count} threads, {self.TotalProcessorTime.TotalSeconds:0.0} s of processor time");
    }

    internal static string Age(ListenStatistics statistics) => statistics is { MedianAge: { } median, Age99: { } late }
        ? $"median {median.TotalMilliseconds:0} ms, 99 % within {late.TotalMilliseconds:0} ms ({statistics.PrintedEstimates} estimates)"
        : "not measured";
}
