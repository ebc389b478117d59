using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Service.Feeds;
using RealtimeEmotion.Service.History;
using RealtimeEmotion.Service.Hosting;

namespace RealtimeEmotion.Service.Streams;

/// <summary>All streams: those that run, and those of which only the history is left.</summary>
/// <remarks>Thread-safe; starting and stopping happens one at a time.</remarks>
internal sealed partial class StreamRegistry : IAsyncDisposable
{
    /// <summary>What a stream's source is called whose sound comes from a browser.</summary>
    internal const string PushedSource = "browser";

    private readonly ServiceOptions _options;
    private readonly ModelLibrary _models;
    private readonly SourcePolicy _policy;
    private readonly HistoryStore _store;
    private readonly HistoryWriter _writer;
    private readonly EventLog _log;
    private readonly TimeProvider _time;
    private readonly ILogger<StreamRegistry> _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<string, StreamRecord> _records = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, LiveStream> _running = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, StreamState> _lastState = new(StringComparer.OrdinalIgnoreCase);
    private bool _stopping;

    public StreamRegistry(ServiceOptions options, ModelLibrary models, SourcePolicy policy, HistoryStore store, HistoryWriter writer, EventLog log, TimeProvider time, ILogger<StreamRegistry> logger)
    {
        _options = options;
        _models = models;
        _policy = policy;
        _store = store;
        _writer = writer;
        _log = log;
        _time = time;
        _logger = logger;
        foreach (StreamRecord stream in store.Streams())
        {
            _records[stream.Name] = stream;
        }
    }

    /// <summary>Streams that run.</summary>
    internal ICollection<LiveStream> Running => _running.Values;

    /// <summary>Starts what the service was told to start, and what ran when it last ended.</summary>
    /// <exception cref="InputException">A source that the service was told to start cannot be one.</exception>
    internal async Task StartWantedAsync()
    {
        foreach (string source in _options.Sources)
        {
            StreamAddress address = StreamAddress.Parse(source);
            await StartAsync(address, StreamNames.From(address.Name), new StreamRequest(), CancellationToken.None).ConfigureAwait(false);
        }

        foreach (StreamRecord stream in _records.Values.Where(s => s.Wanted && !_running.ContainsKey(s.Name)).ToList())
        {
            try
            {
                // The browser is gone, and standard input belongs to the process that ended.
                if (stream.Source is PushedSource or "-")
                {
                    Keep(stream with { Wanted = false });
                    continue;
                }

                await ResumeAsync(stream.Name, CancellationToken.None).ConfigureAwait(false);
            }
            catch (InputException e)
            {
                LogNotResumed(stream.Name, e.Message);
            }
        }
    }

    /// <summary>Takes a stream in that does not run: its history is there, or will be.</summary>
    internal StreamRecord Adopt(StreamRecord stream)
    {
        StreamRecord saved = _store.Save(stream);
        _records[saved.Name] = saved;
        return saved;
    }

    /// <summary>Every stream, by name.</summary>
    internal IReadOnlyList<StreamView> List() => [.. _records.Values.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase).Select(View)];

    /// <summary>A stream by its name.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    internal StreamRecord Get(string name) => _records.TryGetValue(name, out StreamRecord? stream) ? stream : throw new ProblemException(Problem.NotFound("There is no stream of that name."));

    /// <summary>A stream that runs.</summary>
    /// <exception cref="ProblemException">There is none, or it does not run.</exception>
    internal LiveStream GetRunning(string name) => _running.TryGetValue(Get(name).Name, out LiveStream? live) ? live : throw new ProblemException(Problem.Conflict("The stream does not run."));

    /// <summary>A stream as callers see it.</summary>
    internal StreamView View(StreamRecord stream)
    {
        LiveStream? live = _running.GetValueOrDefault(stream.Name);
        ListenStatistics? statistics = live?.Listener.Statistics;
        (DateTimeOffset First, DateTimeOffset Last)? extent = _store.Extent(stream.Id);
        string state = statistics is not null ? Lower(statistics.State)
            : _lastState.TryGetValue(stream.Name, out StreamState last) && last is StreamState.Failed or StreamState.Ended ? Lower(last)
            : "stopped";
        return new StreamView(
            stream.Name, SourcePolicy.Shown(stream.Source), KindOf(stream), state, live is { HasEnded: false }, stream.Model,
            live?.Run.Labels ?? LabelsOf(stream.Model), stream.Genre, stream.HopSeconds, stream.HalfLifeSeconds, stream.Created, extent?.First, extent?.Last,
            statistics is null ? null : new StreamStatisticsView(
                Math.Round(statistics.StreamSeconds, 3), statistics.SampleRate, statistics.Channels, statistics.Estimates, statistics.Overruns, Math.Round(statistics.OverrunSeconds, 3),
                statistics.Reconnects, Math.Round(statistics.GapSeconds, 3), statistics.Stalls, Milliseconds(statistics.MedianAge), Milliseconds(statistics.Age99)));
    }

    /// <summary>Starts a stream that a caller asks for.</summary>
    /// <exception cref="InputException">Something that was said cannot be used.</exception>
    /// <exception cref="ProblemException">A stream of that name runs, or too many run.</exception>
    internal async Task<StreamView> StartAsync(StreamRequest request, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(request.Source))
        {
            throw new InputException("source", "it is missing", "name a device, a URL or a file");
        }

        StreamAddress address = _policy.Allowed(request.Source);
        string name = string.IsNullOrWhiteSpace(request.Name) ? StreamNames.From(address.Name) : StreamNames.Checked(request.Name.Trim());
        return View(await StartAsync(address, name, request, cancellation).ConfigureAwait(false));
    }

    /// <summary>Starts a stream whose sound somebody pushes in.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="input">Gives the sound; disposed with the stream.</param>
    /// <param name="request">Model, genre and hop.</param>
    /// <param name="cancellation">Ends the wait for a turn.</param>
    internal async Task<LiveStream> StartPushedAsync(string name, PushedInput input, StreamRequest request, CancellationToken cancellation)
    {
        StreamAddress address = StreamAddress.ForPushed(name);
        StreamRecord record = await StartAsync(address, StreamNames.Checked(name), request, cancellation, input).ConfigureAwait(false);
        return _running.TryGetValue(record.Name, out LiveStream? live) ? live : throw new ProblemException(Problem.Conflict("The stream ended at once."));
    }

    /// <summary>Starts a stream again as it was.</summary>
    internal async Task<StreamView> ResumeAsync(string name, CancellationToken cancellation)
    {
        StreamRecord stream = Get(name);
        if (stream.Source == PushedSource)
        {
            throw new ProblemException(Problem.Conflict("The sound of this stream comes from a browser: start it there."));
        }

        var request = new StreamRequest { Model = stream.Model, Genre = stream.Genre, HopSeconds = stream.HopSeconds, HalfLifeSeconds = stream.HalfLifeSeconds };
        return View(await StartAsync(StreamAddress.Parse(stream.Source), stream.Name, request, cancellation).ConfigureAwait(false));
    }

    /// <summary>Stops a stream; its history stays.</summary>
    internal async Task<StreamView> StopAsync(string name, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            StreamRecord stream = Get(name);
            if (_running.TryGetValue(stream.Name, out LiveStream? live))
            {
                await live.StopAsync().ConfigureAwait(false);
                await EndAsync(live).ConfigureAwait(false);
                _lastState.TryRemove(stream.Name, out _);
            }

            return View(Get(name));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops a stream and deletes its history.</summary>
    internal async Task DeleteAsync(string name, CancellationToken cancellation)
    {
        await StopAsync(name, cancellation).ConfigureAwait(false);
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            StreamRecord stream = Get(name);
            if (_running.ContainsKey(stream.Name))
            {
                throw new ProblemException(Problem.Conflict("The stream was started again."));
            }

            _store.Delete(stream.Id);
            _log.Forget(stream.Id);
            _records.TryRemove(stream.Name, out _);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops all; they stay wanted, so that the next start goes on with them.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        await _turn.WaitAsync().ConfigureAwait(false);
        LiveStream[] running = [.. _running.Values];
        foreach (LiveStream live in running)
        {
            live.Listener.Stop();
        }

        foreach (LiveStream live in running)
        {
            await live.Finished.ConfigureAwait(false);
            live.Dispose();
        }

        _running.Clear();
        _turn.Dispose();
    }

    private static string Lower(StreamState state) => state.ToString().ToLowerInvariant();

    private static double? Milliseconds(TimeSpan? age) => age is { } known ? Math.Round(known.TotalMilliseconds, 1) : null;

    private static string KindOf(StreamRecord stream) => stream.Source switch
    {
        PushedSource => "pushed",
        "-" => "standardInput",
        _ when stream.Source == "device" || stream.Source.StartsWith("device:", StringComparison.Ordinal) => "device",
        _ when stream.Source.Contains("://", StringComparison.Ordinal) => "url",
        _ => "file",
    };

    private static string SourceOf(StreamAddress address) => address.Kind switch
    {
        StreamKind.Pushed => PushedSource,
        StreamKind.Device => address.Text.Length == 0 ? "device" : "device:" + address.Text,
        StreamKind.File => Path.GetFullPath(address.Text),
        _ => address.Text,
    };

    private ImmutableArray<string> LabelsOf(string model) => _models.Names.Contains(model, StringComparer.OrdinalIgnoreCase) ? _models.Get(model).Metadata.Labels : [];

    private async Task<StreamRecord> StartAsync(StreamAddress address, string name, StreamRequest request, CancellationToken cancellation, PushedInput? input = null)
    {
        EmotionModel model = _models.Get(request.Model);
        AnalysisOptions analysis = (_options.Analysis with
        {
            HopSeconds = request.HopSeconds ?? _options.Analysis.HopSeconds,
            HalfLifeSeconds = request.HalfLifeSeconds ?? _options.Analysis.HalfLifeSeconds,
            Genre = string.IsNullOrWhiteSpace(request.Genre) ? _options.Analysis.Genre : request.Genre,
        }).Validated();
        var options = new ListenOptions { Analysis = analysis };

        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_stopping)
            {
                throw new ProblemException(Problem.Busy("The service stops.", 5));
            }

            if (_running.TryGetValue(name, out LiveStream? earlier))
            {
                if (!earlier.HasEnded)
                {
                    throw new ProblemException(Problem.Conflict($"A stream named '{name}' runs already."));
                }

                // It has come to its end and has not left the list yet: callers were told that it does not run.
                await earlier.Finished.ConfigureAwait(false);
                await EndAsync(earlier).ConfigureAwait(false);
            }

            if (_running.Count >= _options.Limits.Streams)
            {
                throw new ProblemException(Problem.TooMany($"{_running.Count} streams run; no more may at once.", 10));
            }

            StreamAddress named = address.Named(name);
            StreamListener listener = input is null ? new StreamListener(named, model, options) : new StreamListener(named, input, model, options);
            DateTimeOffset now = _time.GetUtcNow();
            StreamRecord record = Adopt(new StreamRecord(0, name, SourceOf(address), _models.NameOf(request.Model), analysis.Genre, analysis.HopSeconds, analysis.HalfLifeSeconds, Wanted: true, now));
            double? gap = _store.Extent(record.Id) is { } extent ? Math.Max(0, (now - extent.Last).TotalSeconds) : null;
            RunRecord run = _store.Begin(record, now, model.Metadata.Labels);
            var live = new LiveStream(record, run, listener, _writer, gap, _logger);
            _running[record.Name] = live;
            _lastState.TryRemove(record.Name, out _);
            _ = ReapAsync(live);
            return record;
        }
        finally
        {
            _turn.Release();
        }
    }

    // A stream that ends by itself leaves the list of those that run.
    private async Task ReapAsync(LiveStream live)
    {
        await live.Finished.ConfigureAwait(false);
        if (_stopping)
        {
            return;
        }

        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await EndAsync(live).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            LogNotNoted(live.Stream.Name, e.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    private Task EndAsync(LiveStream live)
    {
        if (_stopping || !_running.TryRemove(new KeyValuePair<string, LiveStream>(live.Stream.Name, live)))
        {
            return Task.CompletedTask;
        }

        _lastState[live.Stream.Name] = live.Listener.Statistics.State;
        Keep(live.Stream with { Wanted = false });
        return Task.Run(live.Dispose);
    }

    private void Keep(StreamRecord stream)
    {
        _store.SetWanted(stream.Id, stream.Wanted);
        _records[stream.Name] = stream;
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Error, Message = "That stream {Stream} has ended could not be stored: {Reason}")]
    private partial void LogNotNoted(string stream, string reason);

    [LoggerMessage(EventId = 9, Level = LogLevel.Warning, Message = "Stream {Stream} could not be started again: {Reason}")]
    private partial void LogNotResumed(string stream, string reason);
}
