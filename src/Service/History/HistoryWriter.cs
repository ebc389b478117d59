using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using RealtimeEmotion.Service.Feeds;

namespace RealtimeEmotion.Service.History;

/// <summary>
/// The one way into the history: takes events from any thread, stores what has gathered in one transaction, and only
/// then tells the readers. What anybody has seen is on disk.
/// </summary>
internal sealed partial class HistoryWriter : IDisposable
{
    /// <summary>Events that wait while the disk is slow or full; what comes on top is lost and counted.</summary>
    internal const int Capacity = 100_000;

    private const int MostAtOnce = 1000;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly HistoryStore _store;
    private readonly EventLog _log;
    private readonly ILogger _logger;
    private readonly Channel<HistoryEvent> _queue = Channel.CreateBounded<HistoryEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private long _lost;
    private long _stored;
    private volatile string? _fault;

    public HistoryWriter(HistoryStore store, EventLog log, ILogger<HistoryWriter> logger)
    {
        _store = store;
        _log = log;
        _logger = logger;
        _thread = new Thread(Write) { IsBackground = true, Name = "History" };
        _thread.Start();
    }

    /// <summary>Events that found the queue full.</summary>
    internal long Lost => Interlocked.Read(ref _lost);

    /// <summary>Events stored since the start.</summary>
    internal long Stored => Interlocked.Read(ref _stored);

    /// <summary>Events that wait.</summary>
    internal int Waiting => _queue.Reader.Count;

    /// <summary>Why nothing can be stored at the moment, or null.</summary>
    internal string? Fault => _fault;

    /// <summary>Takes an event in. Any thread; never waits.</summary>
    internal void Enqueue(HistoryEvent e)
    {
        if (!_queue.Writer.TryWrite(e))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>Stores what waits and ends.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Write()
    {
        var portion = new List<HistoryEvent>(MostAtOnce);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            portion.Clear();
            while (portion.Count < MostAtOnce && _queue.Reader.TryRead(out HistoryEvent? e))
            {
                portion.Add(e);
            }

            while (!TryStore(portion))
            {
                // A full disk may be emptied; but who stops the service does not wait for that.
                if (_stop.Wait(RetryPause) && !TryStore(portion))
                {
                    Interlocked.Add(ref _lost, portion.Count);
                    LogLost(portion.Count);
                    break;
                }
            }
        }
    }

    private bool TryStore(List<HistoryEvent> portion)
    {
        try
        {
            IReadOnlyList<HistoryEvent> stored = _store.Append(portion);
            if (_fault is not null)
            {
                _fault = null;
                LogRecovered();
            }

            Interlocked.Add(ref _stored, stored.Count);
            _log.Publish(stored);
            return true;
        }
        catch (SqliteException e)
        {
            if (_fault is null)
            {
                LogFault(e.Message);
            }

            _fault = e.Message;
            return false;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The history cannot be written: {Reason} Events wait in memory.")]
    private partial void LogFault(string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "The history can be written again.")]
    private partial void LogRecovered();

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "{Count} events could not be stored before the end.")]
    private partial void LogLost(int count);
}
