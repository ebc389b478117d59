using System.Diagnostics;
using System.Runtime.CompilerServices;
using RealtimeEmotion.Service.History;
using RealtimeEmotion.Service.Monitoring;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>
/// Everything that has happened, as one sequence that any number of readers follow at their own pace. The newest events
/// are in memory; a reader who falls behind is served from the history, and holds nobody up.
/// </summary>
/// <remarks>Thread-safe. There is no queue a reader, so none can overflow: a reader is nothing but the id that it has seen.</remarks>
internal sealed class EventLog
{
    /// <summary>Events in memory.</summary>
    internal const int Recent = 4096;

    private const int PortionRows = 500;

    private readonly HistoryStore _store;
    private readonly ServiceMetrics _metrics;
    private readonly Lock _gate = new();
    private readonly FeedItem[] _ring = new FeedItem[Recent];
    private readonly Dictionary<long, FeedItem> _latest = [];
    private long _count;
    private long _newestId;
    private TaskCompletionSource _changed = NewSignal();

    public EventLog(HistoryStore store, ServiceMetrics metrics)
    {
        _metrics = metrics;
        _store = store;
        _newestId = store.NewestId();
    }

    /// <summary>The id of the newest event.</summary>
    internal long NewestId => Interlocked.Read(ref _newestId);

    /// <summary>Tells readers of events that are on disk.</summary>
    internal void Publish(IReadOnlyList<HistoryEvent> stored)
    {
        if (stored.Count == 0)
        {
            return;
        }

        TaskCompletionSource changed;
        lock (_gate)
        {
            foreach (HistoryEvent e in stored)
            {
                // What is only of interest while it is new is not kept.
                FeedItem item = FeedItem.Of(e with { Heard = null, Listener = null });
                _ring[_count++ % Recent] = item;
                if (e.Estimate is not null)
                {
                    _latest[e.Run.StreamId] = item;
                }
            }

            Interlocked.Exchange(ref _newestId, stored[^1].Id);
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
        foreach (HistoryEvent e in stored)
        {
            if (e.Estimate is not null)
            {
                e.Listener?.ReportPrinted(e.Heard!);
                _metrics.Estimate(e.Run.StreamName, e.Heard?.AudioTimestamp is { } arrived ? Stopwatch.GetElapsedTime(arrived) : null);
            }
        }
    }

    /// <summary>The newest estimate of a stream since the service started; null where there is none.</summary>
    internal FeedItem? Latest(long streamId)
    {
        lock (_gate)
        {
            return _latest.GetValueOrDefault(streamId);
        }
    }

    /// <summary>Forgets a stream's newest estimate.</summary>
    internal void Forget(long streamId)
    {
        lock (_gate)
        {
            _latest.Remove(streamId);
        }
    }

    /// <summary>
    /// Every event behind <paramref name="afterId"/>, oldest first, and then each new one as it comes, without end. Each
    /// list goes on where the one before it ended; an empty one says that nothing came for <paramref name="heartbeat"/>.
    /// </summary>
    internal async IAsyncEnumerable<IReadOnlyList<FeedItem>> Follow(long afterId, long? streamId, TimeSpan heartbeat, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            long newest;
            Task changed;
            List<FeedItem>? recent;
            lock (_gate)
            {
                newest = NewestId;
                changed = _changed.Task;
                recent = RecentAfter(afterId, streamId);
            }

            if (newest <= afterId)
            {
                if (await Task.WhenAny(changed, Task.Delay(heartbeat, cancellation)).ConfigureAwait(false) != changed)
                {
                    cancellation.ThrowIfCancellationRequested();
                    yield return [];
                }

                continue;
            }

            if (recent is null)
            {
                IReadOnlyList<HistoryEvent> stored = _store.After(afterId, newest, streamId, PortionRows);
                afterId = stored.Count < PortionRows ? newest : stored[^1].Id;
                if (stored.Count > 0)
                {
                    yield return [.. stored.Select(FeedItem.Of)];
                }

                continue;
            }

            afterId = newest;
            if (recent.Count > 0)
            {
                yield return recent;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Null where memory does not reach back that far.
    private List<FeedItem>? RecentAfter(long afterId, long? streamId)
    {
        long held = Math.Min(_count, Recent);
        if (held == 0 || _ring[(_count - held) % Recent].Event.Id > afterId + 1)
        {
            return null;
        }

        var items = new List<FeedItem>();
        for (long i = _count - 1; i >= _count - held; i--)
        {
            FeedItem item = _ring[i % Recent];
            if (item.Event.Id <= afterId)
            {
                break;
            }

            if (streamId is null || item.Event.Run.StreamId == streamId)
            {
                items.Add(item);
            }
        }

        items.Reverse();
        return items;
    }
}
