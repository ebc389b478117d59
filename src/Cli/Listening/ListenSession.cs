using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Audio.Streams.Outputs;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Cli.Listening;

/// <summary>
/// Listens to every source until all have ended, the reader of standard output has gone, or someone says stop; then lets
/// everything that was heard reach its outputs.
/// </summary>
internal sealed class ListenSession : IDisposable
{
    // What outputs that are waited for get to take what is left, once it was said to stop.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);

    private readonly ListenRequest _request;
    private readonly Terminal _terminal;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _giveUp = new();
    private readonly TextFormat _words;
    private readonly ListenView? _view;
    private readonly List<StreamListener> _listeners = [];
    private readonly List<Route> _routes = [];
    private readonly Lock _noteLock = new();
    private int _failed;

    /// <exception cref="Engine.InputException">An option, an output or the genre cannot be used.</exception>
    internal ListenSession(ListenRequest request, EmotionModel model, Session session)
    {
        _request = request;
        _terminal = session.Terminal;
        _cancellation = session.Cancellation;
        _words = new TextFormat(model.Metadata, showsSource: true);
        try
        {
            foreach (StreamAddress source in request.Sources)
            {
                _listeners.Add(new StreamListener(source, model, request.Options));
            }

            foreach ((string? source, StreamOutput output) in new ListenOutputs(request, model.Metadata, session.Terminal).Create())
            {
                // The first output is the one whose lateness counts.
                Action<StreamEvent>? onWritten = _routes.Count == 0 && request.Format != ListenFormat.View ? ReportPrinted : null;
                _routes.Add(new Route(source, new OutputPump(output, request.Options.Fast, onWritten, Warn)));
            }

            _view = request.Format == ListenFormat.View ? new ListenView(_listeners, model.Metadata, session.Terminal) : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (StreamListener listener in _listeners)
        {
            listener.Dispose();
        }

        _giveUp.Dispose();
    }

    internal int Run()
    {
        _listeners.ForEach(listener => listener.Start());
        Task heard = Task.WhenAll(_listeners.Select(CarryAsync));
        using (_cancellation.Register(StopAll))
        {
            _view?.Run(heard);
            heard.GetAwaiter().GetResult();
        }

        Close();
        if (_request.ShowsStatistics)
        {
            ListenStatisticsText.Write(_listeners, _routes.Select(route => route.Pump), _terminal.Errors);
        }

        _cancellation.ThrowIfCancellationRequested();
        return _failed == 0 ? ExitCode.Done : _failed == _listeners.Count ? ExitCode.NothingDone : ExitCode.SomeFailed;
    }

    private void StopAll()
    {
        _listeners.ForEach(listener => listener.Stop());
        _giveUp.CancelAfter(Farewell);
    }

    private async Task CarryAsync(StreamListener listener)
    {
        Route[] routes = [.. _routes.Where(route => route.Source is null || route.Source == listener.Address.Name)];
        bool stopped = false;
        await foreach (StreamEvent heard in listener.Events.ReadAllAsync().ConfigureAwait(false))
        {
            Notice(heard, listener);
            foreach (Route route in routes)
            {
                await route.Pump.AddAsync(heard, _giveUp.Token).ConfigureAwait(false);
                if (route.Pump.Completion.IsFaulted)
                {
                    StopAll();
                }
            }

            if (!stopped && heard.StreamSeconds >= _request.DurationSeconds)
            {
                stopped = true;
                listener.Stop();
            }
        }

        if (listener.Statistics.State == StreamState.Failed)
        {
            Interlocked.Increment(ref _failed);
        }
    }

    private void Notice(StreamEvent heard, StreamListener listener)
    {
        _view?.Add(heard);
        if (_view is not null)
        {
            listener.ReportPrinted(heard);
        }

        if (heard.Kind is not StreamEventKind.Estimate && _view is null && _request.Format != ListenFormat.Text)
        {
            lock (_noteLock)
            {
                _terminal.Note($"{heard.Source}: {_words.Say(heard)}");
            }
        }
    }

    private void ReportPrinted(StreamEvent written)
    {
        foreach (StreamListener listener in _listeners)
        {
            if (listener.Address.Name == written.Source)
            {
                listener.ReportPrinted(written);
            }
        }
    }

    private void Warn(string problem)
    {
        lock (_noteLock)
        {
            _terminal.Error(problem);
        }
    }

    private void Close()
    {
        Exception? failure = null;
        Task.WhenAll(_routes.Select(async route =>
        {
            try
            {
                await route.Pump.DisposeAsync().ConfigureAwait(false);
            }
            catch (Engine.InputException exception)
            {
                Warn(exception.Message);
            }

            failure ??= route.Pump.Completion.Exception?.InnerException;
        })).GetAwaiter().GetResult();
        if (failure is not null && !IoFault.IsBrokenPipe(failure))
        {
            throw failure;
        }
    }

    /// <summary>Which events go to an output.</summary>
    /// <param name="Source">Those of this source; null for all.</param>
    /// <param name="Pump">The output.</param>
    private sealed record Route(string? Source, OutputPump Pump);
}
