using System.Diagnostics;
using System.Threading.Channels;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// The hearing half of a listener: takes blocks in their order, analyses them by the same chain as a file, and says what
/// there is to say. Knows by the absence of blocks that a source has stalled.
/// </summary>
internal sealed class SourceAnalysis : IDisposable
{
    // So that what statistics tell is never older.
    private const double LongestSleep = 0.25;

    private readonly StreamAddress _address;
    private readonly EmotionModel _model;
    private readonly ListenOptions _options;
    private readonly BlockQueue _queue;
    private readonly SourceReader _reader;
    private readonly Action _stop;
    private readonly Channel<StreamEvent> _events;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly EstimateHandler _onEstimate;
    private readonly Lock _statisticsLock = new();
    private readonly SignalTaps _taps;
    private EmotionAnalyzer? _analyzer;
    private int _rate;
    private int _channels;
    private long _position;
    private long _nextEstimateEnd;
    private StreamBlock? _block;
    private bool _isConnected;
    private bool _isStalled;
    private long _quietSince;

    // What statistics tell; under their lock.
    private StreamState _state = StreamState.Connecting;
    private double _streamSeconds;
    private long _estimates;
    private long _lostEvents;
    private long _overruns;
    private double _overrunSeconds;
    private long _connections;
    private double _gapSeconds;
    private long _stalls;

    public SourceAnalysis(StreamAddress address, EmotionModel model, ListenOptions options, BlockQueue queue, SourceReader reader, Action stop)
    {
        _address = address;
        _model = model;
        _options = options;
        _queue = queue;
        _reader = reader;
        _stop = stop;
        _onEstimate = Publish;
        _taps = new SignalTaps(model.Metadata.FrontEnd);
        var bounds = new BoundedChannelOptions(options.EventCapacity)
        {
            FullMode = options.Fast ? BoundedChannelFullMode.Wait : BoundedChannelFullMode.DropOldest,
            SingleWriter = true,
        };
        _events = Channel.CreateBounded<StreamEvent>(bounds, _ => CountLostEvent());
    }

    public ChannelReader<StreamEvent> Events => _events.Reader;

    public AgeHistogram Ages { get; } = new();

    public ListenStatistics Statistics
    {
        get
        {
            lock (_statisticsLock)
            {
                return new ListenStatistics
                {
                    State = _state,
                    StreamSeconds = _streamSeconds,
                    SampleRate = _rate,
                    Channels = _channels,
                    Estimates = _estimates,
                    LostEvents = _lostEvents,
                    Overruns = _overruns,
                    OverrunSeconds = _overrunSeconds,
                    Reconnects = Math.Max(0, _connections - 1),
                    GapSeconds = _gapSeconds,
                    Stalls = _stalls,
                    PrintedEstimates = Ages.Count,
                    MedianAge = Ages.Percentile(0.5),
                    Age99 = Ages.Percentile(0.99),
                };
            }
        }
    }

    public void AddTap(IStreamTap tap) => _taps.Add(tap);

    public void RemoveTap(IStreamTap tap) => _taps.Remove(tap);

    /// <summary>Nobody will read the events any more: they are not worth waiting for. Any thread.</summary>
    public void Abandon() => _abandoned.Cancel();

    /// <summary>Analyses until the reader has ended and everything is said. The analysis thread.</summary>
    public void Run()
    {
        try
        {
            Hear();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever the network or a tap did, the other streams go on; whoever reads the events learns why this one ended.
            _stop();
            _queue.Complete();
            var message = exception is InputException ? exception.Message : $"{_address.Name}: {exception.GetType().Name}: {exception.Message}";
            Say(News(StreamEventKind.Failed, message));
            Say(News(StreamEventKind.Ended, "the analysis failed"));
            SetState(StreamState.Failed);
        }
        finally
        {
            _events.Writer.TryComplete();
        }
    }

    /// <summary>Frees what the analysis holds; its thread must have ended.</summary>
    public void Dispose()
    {
        _analyzer?.Dispose();
        _abandoned.Dispose();
    }

    private void Hear()
    {
        var taken = new List<StreamBlock>();
        _quietSince = Stopwatch.GetTimestamp();
        while (true)
        {
            taken.Clear();
            _queue.Take(taken, NextLook(), SecondsToNextEstimate());
            foreach (var block in taken)
            {
                if (block.News is { } news)
                    Handle(news);
                else
                    Hear(block);
                block.Recycle();
            }

            if (taken.Count == 0)
            {
                if (_queue.IsFinished)
                    return;
                LookForStall();
            }
        }
    }

    // Sound that comes before the next estimate is due may as well be heard when it is due.
    private double SecondsToNextEstimate() => _options.Fast || !_taps.IsEmpty || _nextEstimateEnd == 0
        ? 0
        : Math.Clamp((double)(_nextEstimateEnd - _position) / _rate, 0, LongestSleep);

    // Until a stall would begin, or would have lasted long enough.
    private TimeSpan NextLook()
    {
        if (!_isConnected)
            return TimeSpan.FromDays(1);
        var limit = _isStalled ? _options.ReconnectAfterStall : _options.StallAfter;
        var left = limit - Stopwatch.GetElapsedTime(_quietSince);
        return left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
    }

    private void LookForStall()
    {
        var quiet = Stopwatch.GetElapsedTime(_quietSince);
        if (!_isConnected || quiet < (_isStalled ? _options.ReconnectAfterStall : _options.StallAfter))
            return;
        if (!_isStalled)
        {
            _isStalled = true;
            lock (_statisticsLock)
                _stalls++;
            SetState(StreamState.Stalled);
            Say(News(StreamEventKind.Stalled, "connected, and no sound comes") with { GapSeconds = quiet.TotalSeconds });
        }
        else
        {
            // Looked at once: the reader takes its time to notice.
            _isConnected = false;
            if (_address.CanReconnect)
                _reader.Abort();
        }
    }

    private void Handle(StreamEvent news)
    {
        switch (news.Kind)
        {
            case StreamEventKind.Connected:
                _isConnected = true;
                _quietSince = Stopwatch.GetTimestamp();
                lock (_statisticsLock)
                    _connections++;
                SetState(StreamState.Connecting);
                break;
            case StreamEventKind.Failed:
                Interrupt();
                SetState(StreamState.Waiting);
                break;
            case StreamEventKind.Ended:
                Interrupt();
                SetState(_state == StreamState.Waiting ? StreamState.Failed : StreamState.Ended);
                break;
            case StreamEventKind.FormatChanged when news.SampleRate != _rate:
                // What was heard at the old rate is told first.
                FinishAnalyzer();
                break;
            case StreamEventKind.Gap:
                lock (_statisticsLock)
                    _gapSeconds += news.GapSeconds ?? 0;
                break;
        }

        Say(news);
    }

    // The sound stops here, for now or for good: what was heard since the last estimate gives one more.
    private void Interrupt()
    {
        _isConnected = false;
        _isStalled = false;
        FinishAnalyzer();
    }

    private void Hear(StreamBlock block)
    {
        if (_isStalled)
        {
            _isStalled = false;
            Say(News(StreamEventKind.Resumed, null) with { GapSeconds = Stopwatch.GetElapsedTime(_quietSince, block.ArrivedAt).TotalSeconds });
        }

        _isConnected = true;
        _quietSince = block.ArrivedAt;
        if (block.LostBefore > 0)
            TellOverrun(block);
        if (block.Frames > 0)
        {
            Follow(block);
            _block = block;
            _analyzer!.Process(block.Samples, _onEstimate);
        }

        _position = block.Position + block.Frames;
        lock (_statisticsLock)
        {
            _streamSeconds = (double)_position / block.SampleRate;
            if (_state is StreamState.Connecting or StreamState.Waiting or StreamState.Stalled)
                _state = StreamState.Listening;
        }

        _taps.Hear(block);
    }

    private void TellOverrun(StreamBlock block)
    {
        var seconds = (double)block.LostBefore / block.SampleRate;
        FinishAnalyzer();
        lock (_statisticsLock)
        {
            _overruns++;
            _overrunSeconds += seconds;
            _gapSeconds += seconds;
        }

        Say(new StreamEvent
        {
            Source = _address.Name,
            Kind = StreamEventKind.Gap,
            WallClock = DateTimeOffset.UtcNow,
            StreamSeconds = (double)block.Position / block.SampleRate,
            SamplePosition = block.Position,
            SampleRate = block.SampleRate,
            Detail = "the sound came faster than it could be heard",
            GapSeconds = seconds,
        });
    }

    /// <summary>Makes the analyzer ready for this block: its rate, its place.</summary>
    private void Follow(StreamBlock block)
    {
        if (block.SampleRate != _rate || _analyzer is null)
        {
            FinishAnalyzer();
            _analyzer?.Dispose();
            _analyzer = new EmotionAnalyzer(_model, block.SampleRate, _options.Analysis);
            _analyzer.Restart(block.Position);
        }
        else if (_analyzer.Position != block.Position)
        {
            FinishAnalyzer();
            _analyzer.Restart(block.Position);
        }

        lock (_statisticsLock)
        {
            _rate = block.SampleRate;
            _channels = block.Channels;
        }
    }

    private void FinishAnalyzer()
    {
        if (_analyzer is null)
            return;
        _analyzer.Finish(_onEstimate);
        _analyzer.Restart(_analyzer.Position);
        _nextEstimateEnd = 0;
    }

    private void Publish(in EmotionEstimate estimate)
    {
        _nextEstimateEnd = estimate.EndSample + _analyzer!.HopSamples;
        var block = _block!;
        // The estimate ends a little before the newest frame of the block: by the resampler's look-ahead and the framing.
        var behind = (double)(block.Position + block.Frames - estimate.EndSample) / _rate;
        var audioAt = block.ArrivedAt - (long)(behind * Stopwatch.Frequency);
        lock (_statisticsLock)
        {
            _estimates++;
            _state = estimate.IsSilent ? StreamState.Silent : StreamState.Listening;
        }

        Say(new StreamEvent
        {
            Source = _address.Name,
            Kind = StreamEventKind.Estimate,
            WallClock = DateTimeOffset.UtcNow - Stopwatch.GetElapsedTime(audioAt),
            StreamSeconds = (double)estimate.EndSample / _rate,
            SamplePosition = estimate.EndSample,
            SampleRate = _rate,
            Estimate = estimate,
            AudioTimestamp = _options.Fast ? null : audioAt,
        });
    }

    private StreamEvent News(StreamEventKind kind, string? detail) => new()
    {
        Source = _address.Name,
        Kind = kind,
        WallClock = DateTimeOffset.UtcNow,
        StreamSeconds = _rate == 0 ? 0 : (double)_position / _rate,
        SamplePosition = _position,
        SampleRate = _rate,
        Detail = detail,
    };

    private void Say(StreamEvent said)
    {
        if (_events.Writer.TryWrite(said))
            return;
        try
        {
            _events.Writer.WriteAsync(said, _abandoned.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            CountLostEvent();
        }
    }

    private void CountLostEvent()
    {
        lock (_statisticsLock)
            _lostEvents++;
    }

    private void SetState(StreamState state)
    {
        lock (_statisticsLock)
            _state = state;
    }
}
