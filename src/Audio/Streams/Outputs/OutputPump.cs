using System.Threading.Channels;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>
/// Carries events to an output on a task of its own, so that a slow or broken one delays nobody else: what it has no room
/// for is lost, the oldest first, and counted.
/// </summary>
public sealed class OutputPump : IAsyncDisposable
{
    private const int Capacity = 4096;
    private const int BatchSize = 64;

    // What an output may still need for what waits, once everything has ended.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);

    private readonly StreamOutput _output;
    private readonly Action<StreamEvent>? _onWritten;
    private readonly Action<string>? _onProblem;
    private readonly Channel<StreamEvent> _events;
    private readonly CancellationTokenSource _abandon = new();
    private readonly Task _work;
    private long _lost;
    private string? _lastProblem;

    /// <param name="output">Where events go; disposed with the pump.</param>
    /// <param name="waits">Whether a full queue is waited for, and nothing is lost to slowness.</param>
    /// <param name="onWritten">Learns of each event that was written. On the pump's task.</param>
    /// <param name="onProblem">Learns why events could not be written, once for each reason in a row. On the pump's task.</param>
    public OutputPump(StreamOutput output, bool waits, Action<StreamEvent>? onWritten = null, Action<string>? onProblem = null)
    {
        _output = output;
        _onWritten = onWritten;
        _onProblem = onProblem;
        _events = Channel.CreateBounded<StreamEvent>(
            new BoundedChannelOptions(Capacity) { FullMode = waits ? BoundedChannelFullMode.Wait : BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _lost));
        _work = Task.Run(PumpAsync);
    }

    /// <summary>What the output is called.</summary>
    public string Subject => _output.Subject;

    /// <summary>Events that it has lost.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>
    /// Ends when everything is written, or, with an exception, when the output's reader has gone: nothing more can be
    /// written then.
    /// </summary>
    public Task Completion => _work;

    /// <summary>Hands an event over; waits only where <c>waits</c> was asked for. Any thread.</summary>
    public ValueTask AddAsync(StreamEvent added, CancellationToken cancellation) =>
        _events.Writer.TryWrite(added) ? ValueTask.CompletedTask : AddSlowlyAsync(added, cancellation);

    /// <summary>Says that nothing more comes, waits a little for what is left, and lets the output go.</summary>
    /// <exception cref="InputException">What was written could not be brought to safety.</exception>
    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        var finished = await Task.WhenAny(_work, Task.Delay(Farewell)).ConfigureAwait(false) == _work;
        if (!finished)
        {
            await _abandon.CancelAsync().ConfigureAwait(false);
            // A write that waits inside the system, for a pipe that nobody reads, hears of no cancellation.
            finished = await Task.WhenAny(_work, Task.Delay(Farewell)).ConfigureAwait(false) == _work;
        }

        if (!finished)
            return;
        _abandon.Dispose();
        await _output.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask AddSlowlyAsync(StreamEvent added, CancellationToken cancellation)
    {
        try
        {
            await _events.Writer.WriteAsync(added, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            Interlocked.Increment(ref _lost);
        }
    }

    private async Task PumpAsync()
    {
        var batch = new List<StreamEvent>(BatchSize);
        try
        {
            while (await _events.Reader.WaitToReadAsync(_abandon.Token).ConfigureAwait(false))
            {
                batch.Clear();
                while (batch.Count < BatchSize && _events.Reader.TryRead(out var next))
                    batch.Add(next);
                await WriteAsync(batch).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            while (_events.Reader.TryRead(out _))
                Interlocked.Increment(ref _lost);
        }
        catch
        {
            // Whoever adds must not wait for room that will never be made.
            _events.Writer.TryComplete();
            throw;
        }
    }

    private async Task WriteAsync(List<StreamEvent> batch)
    {
        try
        {
            await _output.WriteAsync(batch, _abandon.Token).ConfigureAwait(false);
            _lastProblem = null;
        }
        catch (OperationCanceledException)
        {
            Interlocked.Add(ref _lost, batch.Count);
            throw;
        }
        catch (InputException exception)
        {
            Interlocked.Add(ref _lost, batch.Count);
            if (exception.Message != _lastProblem)
                _onProblem?.Invoke(exception.Message);
            _lastProblem = exception.Message;
            return;
        }

        if (_onWritten is not null)
            batch.ForEach(_onWritten);
    }
}
