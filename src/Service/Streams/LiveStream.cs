using Microsoft.Extensions.Logging;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Service.History;

namespace RealtimeEmotion.Service.Streams;

/// <summary>A stream that runs: its listener, and the way of what it says into the history.</summary>
internal sealed partial class LiveStream : IDisposable
{
    private readonly HistoryWriter _writer;
    private readonly ILogger _logger;

    /// <param name="stream">What it is to be.</param>
    /// <param name="run">The run that begins.</param>
    /// <param name="listener">Not started yet; disposed with this.</param>
    /// <param name="writer">Takes what is said.</param>
    /// <param name="gapSeconds">How long the stream did not run before, where it ran before.</param>
    /// <param name="logger">Hears of connections lost and found.</param>
    internal LiveStream(StreamRecord stream, RunRecord run, StreamListener listener, HistoryWriter writer, double? gapSeconds, ILogger logger)
    {
        Stream = stream;
        Run = run;
        Listener = listener;
        _writer = writer;
        _logger = logger;
        if (gapSeconds is { } gap)
        {
            writer.Enqueue(new HistoryEvent(0, run, run.Started, run.OffsetSeconds, 0, 0, EstimateFields.NameOf(StreamEventKind.Gap), Detail: "The stream was not running.", GapSeconds: gap));
        }

        listener.Start();
        Finished = Task.Run(PumpAsync);
    }

    internal StreamRecord Stream { get; }

    internal RunRecord Run { get; }

    internal StreamListener Listener { get; }

    /// <summary>Whether its source has ended or failed for good; <see cref="Finished"/> follows.</summary>
    internal bool HasEnded => Listener.Statistics.State is StreamState.Ended or StreamState.Failed;

    /// <summary>Done when nothing more will come.</summary>
    internal Task Finished { get; }

    /// <summary>Asks to end, and waits until everything said is on its way to the disk.</summary>
    internal async Task StopAsync()
    {
        Listener.Stop();
        await Finished.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => Listener.Dispose();

    private async Task PumpAsync()
    {
        await foreach (StreamEvent e in Listener.Events.ReadAllAsync().ConfigureAwait(false))
        {
            _writer.Enqueue(new HistoryEvent(0, Run, e.WallClock, Run.OffsetSeconds + e.StreamSeconds, e.SamplePosition, e.SampleRate, EstimateFields.NameOf(e.Kind), e.Estimate, e.Detail, e.GapSeconds)
            {
                Heard = e,
                Listener = Listener,
            });
            if (e.Kind is not StreamEventKind.Estimate)
            {
                LogEvent(e.Kind is StreamEventKind.Failed or StreamEventKind.Stalled ? LogLevel.Warning : LogLevel.Information, Stream.Name, e.Kind, e.Detail);
            }
        }
    }

    [LoggerMessage(EventId = 8, Message = "Stream {Stream}: {Event} {Detail}")]
    private partial void LogEvent(LogLevel level, string stream, StreamEventKind @event, string? detail);
}
