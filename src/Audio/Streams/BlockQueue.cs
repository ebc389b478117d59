using System.Diagnostics;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// Blocks between the thread that reads a source and the one that analyses, first in first out, bounded by the time that
/// they sound. Memory is what the waiting blocks take, and no more.
/// </summary>
/// <param name="capacitySeconds">Sound that may wait; one block is taken however long it is.</param>
internal sealed class BlockQueue(double capacitySeconds)
{
    // A monitor, and not System.Threading.Lock, which cannot be waited on.
    private readonly object _gate = new();
    private readonly Queue<StreamBlock> _blocks = new();
    private double _seconds;
    private double _wantedSeconds;
    private int _news;
    private int _waitingWriters;
    private bool _completed;

    /// <summary>Whether nothing more will come out.</summary>
    public bool IsFinished
    {
        get
        {
            lock (_gate)
                return _completed && _blocks.Count == 0;
        }
    }

    private bool IsWorthTaking => _blocks.Count > 0 && (_seconds >= _wantedSeconds || _news > 0 || _completed);

    /// <summary>Puts a block in where there is room.</summary>
    /// <returns>False where there is none, or nothing more is taken: the block is still the caller's. News always finds room.</returns>
    public bool TryPut(StreamBlock block)
    {
        lock (_gate)
            return Add(block);
    }

    /// <summary>Waits until there is room.</summary>
    /// <returns>False where nothing more is taken.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public bool Put(StreamBlock block, CancellationToken cancellation)
    {
        if (TryPut(block))
            return true;
        using var waking = cancellation.Register(Wake);
        lock (_gate)
        {
            _waitingWriters++;
            try
            {
                while (!Add(block))
                {
                    if (_completed)
                        return false;
                    cancellation.ThrowIfCancellationRequested();
                    Monitor.Wait(_gate);
                }

                return true;
            }
            finally
            {
                _waitingWriters--;
            }
        }
    }

    /// <summary>Takes the oldest block.</summary>
    /// <param name="patience">How long to wait for one.</param>
    /// <returns>Null where none came in that time, or none will come any more.</returns>
    public StreamBlock? Take(TimeSpan patience)
    {
        lock (_gate)
        {
            Wait(patience, 0);
            if (!_blocks.TryDequeue(out var block))
                return null;
            _seconds = _blocks.Count == 0 ? 0 : _seconds - block.Seconds;
            _news -= block.News is null ? 0 : 1;
            WakeWriters();
            return block;
        }
    }

    /// <summary>Takes everything that waits, oldest first.</summary>
    /// <param name="taken">Receives the blocks; none where none came in time, or none will come any more.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="wantedSeconds">
    /// Sound that it is worth waking up for; news, the end, and the end of patience are worth it with less. Waking hundreds
    /// of threads for each few milliseconds of sound costs more than the analysis.
    /// </param>
    public void Take(List<StreamBlock> taken, TimeSpan patience, double wantedSeconds)
    {
        lock (_gate)
        {
            // Never so much that the queue is full before it is there.
            Wait(patience, Math.Min(wantedSeconds, capacitySeconds / 2));
            taken.AddRange(_blocks);
            _blocks.Clear();
            _seconds = 0;
            _news = 0;
            WakeWriters();
        }
    }

    /// <summary>Says that nothing more will be put in; what waits can still be taken out.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Wait(TimeSpan patience, double wantedSeconds)
    {
        var began = Stopwatch.GetTimestamp();
        _wantedSeconds = wantedSeconds;
        while (!IsWorthTaking && !_completed)
        {
            var left = patience - Stopwatch.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                return;
            // Rounded up: a wait of 0 ms would be a busy one.
            Monitor.Wait(_gate, (int)Math.Ceiling(left.TotalMilliseconds));
        }
    }

    private void WakeWriters()
    {
        if (_waitingWriters > 0)
            Monitor.PulseAll(_gate);
    }

    private bool Add(StreamBlock block)
    {
        if (_completed || (block.News is null && _blocks.Count > 0 && _seconds + block.Seconds > capacitySeconds))
            return false;
        _blocks.Enqueue(block);
        _seconds += block.Seconds;
        _news += block.News is null ? 0 : 1;
        if (IsWorthTaking)
            Monitor.PulseAll(_gate);
        return true;
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
