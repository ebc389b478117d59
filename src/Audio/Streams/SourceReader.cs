using System.Diagnostics;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Buffers;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// The reading half of a listener: opens the source, reads it, mixes it to mono, gives each block its place in stream time,
/// and opens it again with growing pauses where it breaks. Decides nothing about what is said of it.
/// </summary>
internal sealed class SourceReader : IDisposable
{
    private const int RoomSamples = 8192;

    // A connection that has lived so long was a good one: the next failure begins with the shortest pause again.
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(10);

    private readonly StreamAddress _address;
    private readonly Func<CancellationToken, StreamInput> _open;
    private readonly bool _reconnects;
    private readonly ListenOptions _options;
    private readonly BlockQueue _queue;
    private readonly float[] _room = new float[RoomSamples];
    private readonly Lock _inputLock = new();
    private StreamInput? _input;
    private int _rate;
    private int _channels;
    private int _sourceRate;
    private int _sourceChannels;
    private long _position;
    private long _pendingLoss;
    private long _startedAt;
    private long _lastSoundAt;
    private bool _isNewConnection;

    public SourceReader(StreamAddress address, Func<CancellationToken, StreamInput> open, bool reconnects, ListenOptions options, BlockQueue queue)
    {
        _address = address;
        _open = open;
        _reconnects = reconnects;
        _options = options;
        _queue = queue;
    }

    // Sound that a device makes comes whether or not there is room for it; all else can be asked to wait.
    private bool DropsWhenFull => _address.Kind == StreamKind.Device && !_options.Fast;

    /// <summary>Breaks the present connection off. Any thread.</summary>
    public void Abort()
    {
        lock (_inputLock)
            _input?.Abort();
    }

    /// <summary>Reads until the end. The reader's thread.</summary>
    public void Run(CancellationToken cancellation)
    {
        var detail = "it was stopped";
        var failed = false;
        try
        {
            detail = ReadConnections(cancellation);
        }
        catch (OperationCanceledException)
        {
            // Stopped: as good an end as any.
        }
        catch (Exception exception) when (exception is not InputException and not OutOfMemoryException)
        {
            // A decoder that stumbles over what it reads must not take the other streams with it.
            failed = true;
            detail = $"{exception.GetType().Name}: {exception.Message}";
        }
        catch (InputException exception)
        {
            failed = true;
            detail = exception.Remedy.Length == 0 ? exception.Problem : $"{exception.Problem} ({exception.Remedy})";
        }
        finally
        {
            if (failed)
                Tell(StreamEventKind.Failed, detail);
            Tell(StreamEventKind.Ended, detail);
            _queue.Complete();
        }
    }

    public void Dispose()
    {
        lock (_inputLock)
        {
            _input?.Dispose();
            _input = null;
        }
    }

    private string ReadConnections(CancellationToken cancellation)
    {
        var failures = 0;
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            string problem;
            var remedy = "";
            try
            {
                Connect(cancellation);
                if (ReadConnection(cancellation))
                    return "it came to its end";
                problem = "the connection ended";
            }
            catch (InputException exception) when (_reconnects)
            {
                problem = exception.Problem;
                remedy = exception.Remedy;
            }
            finally
            {
                Disconnect();
            }

            cancellation.ThrowIfCancellationRequested();
            if (!_reconnects)
                return "it came to its end";
            failures = Stopwatch.GetElapsedTime(began) >= Healthy ? 1 : failures + 1;
            if (failures > _options.MostRetries)
                throw new InputException(_address.Name, $"{problem}; gave up after {failures} {(failures == 1 ? "try" : "tries")}", remedy);
            var pause = Pause(failures);
            Tell(StreamEventKind.Failed, $"{problem}; trying again in {pause.TotalSeconds:0.##} s");
            cancellation.WaitHandle.WaitOne(pause);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private TimeSpan Pause(int failures) => TimeSpan.FromSeconds(Math.Min(
        _options.LongestBackOff.TotalSeconds,
        _options.BackOff.TotalSeconds * Math.Pow(2, Math.Min(failures, 32) - 1)));

    private void Connect(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var input = _open(cancellation);
        lock (_inputLock)
            _input = input;
        _isNewConnection = true;
        Tell(StreamEventKind.Connected, $"{input.Format}, {Words(input.SampleRate, input.Channels)}");
    }

    private void Disconnect()
    {
        TellLoss();
        lock (_inputLock)
        {
            _input?.Dispose();
            _input = null;
        }
    }

    /// <summary>Reads one connection; returns whether the sound came to its own end.</summary>
    private bool ReadConnection(CancellationToken cancellation)
    {
        var input = _input!;
        while (true)
        {
            var frames = input.Read(_room, cancellation);
            if (frames == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                return input.IsComplete;
            }

            Take(input, frames, cancellation);
        }
    }

    private void Take(StreamInput input, int frames, CancellationToken cancellation)
    {
        var now = Stopwatch.GetTimestamp();
        if (_rate == 0)
            _startedAt = now - Ticks(frames, input.SampleRate);
        Follow(input);
        if (_isNewConnection && _lastSoundAt != 0)
            PassOver(now - Ticks(frames, _rate));
        _isNewConnection = false;
        _lastSoundAt = now;
        _pendingLoss += input.LostBefore;
        var block = new StreamBlock
        {
            Position = _position + _pendingLoss,
            SampleRate = _rate,
            Channels = _channels,
            Frames = frames,
            LostBefore = _pendingLoss,
            ArrivedAt = now,
        };
        ChannelMix.ToMono(_room.AsSpan(0, frames * _channels), _channels, block.Allocate(frames));
        if (!DropsWhenFull)
        {
            if (!_queue.Put(block, cancellation))
                return;
        }
        else if (!_queue.TryPut(block))
        {
            block.Recycle();
            _pendingLoss += frames;
            return;
        }

        _position = block.Position + frames;
        _pendingLoss = 0;
    }

    // Sound that was lost behind the last that could be handed over.
    private void TellLoss()
    {
        if (_pendingLoss == 0)
            return;
        _queue.TryPut(new StreamBlock { Position = _position + _pendingLoss, SampleRate = _rate, Channels = _channels, LostBefore = _pendingLoss, ArrivedAt = Stopwatch.GetTimestamp() });
        _position += _pendingLoss;
        _pendingLoss = 0;
    }

    // Time keeps its place in seconds; its place in frames follows from the rate.
    private void Follow(StreamInput input)
    {
        var (rate, channels, sourceRate, sourceChannels) = (input.SampleRate, input.Channels, input.SourceSampleRate, input.SourceChannels);
        var first = _rate == 0;
        if (!first && rate != _rate)
        {
            _position = (long)Math.Round((double)_position * rate / _rate);
            _pendingLoss = (long)Math.Round((double)_pendingLoss * rate / _rate);
        }

        var changed = rate != _rate || channels != _channels || sourceRate != _sourceRate || sourceChannels != _sourceChannels;
        (_rate, _channels, _sourceRate, _sourceChannels) = (rate, channels, sourceRate, sourceChannels);
        if (first || !changed)
            return;
        var converted = sourceRate == rate && sourceChannels == channels ? "" : $", converted to {Words(rate, channels)}";
        Tell(StreamEventKind.FormatChanged, Words(sourceRate, sourceChannels) + converted);
    }

    private static string Words(int rate, int channels) => $"{rate} Hz, {channels} channel{(channels == 1 ? "" : "s")}";

    /// <summary>Stream time goes on by the time that no sound came over a lost connection.</summary>
    /// <remarks>
    /// Not by more than brings it up to the clock: a server that sends its last seconds again to each new client would
    /// otherwise push stream time ahead at every connection.
    /// </remarks>
    private void PassOver(long resumesAt)
    {
        var silentSeconds = Stopwatch.GetElapsedTime(_lastSoundAt, resumesAt).TotalSeconds;
        var behindSeconds = Stopwatch.GetElapsedTime(_startedAt, resumesAt).TotalSeconds - ((double)_position / _rate);
        var gap = _options.Fast ? 0 : Math.Max(0, Math.Min(silentSeconds, behindSeconds));
        _position += (long)Math.Round(gap * _rate);
        Tell(StreamEventKind.Gap, $"no sound for {Math.Max(0, silentSeconds):0.000} s", gap);
    }

    private void Tell(StreamEventKind kind, string? detail, double? gapSeconds = null) => _queue.TryPut(new StreamBlock
    {
        News = new StreamEvent
        {
            Source = _address.Name,
            Kind = kind,
            WallClock = DateTimeOffset.UtcNow,
            StreamSeconds = _rate == 0 ? 0 : (double)_position / _rate,
            SamplePosition = _position,
            SampleRate = _rate == 0 ? _input?.SampleRate ?? 0 : _rate,
            Detail = detail,
            GapSeconds = gapSeconds,
        },
    });

    private static long Ticks(int frames, int rate) => (long)((double)frames / rate * Stopwatch.Frequency);
}
