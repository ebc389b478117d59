using System.Globalization;
using Prometheus;

namespace RealtimeEmotion.Service.Monitoring;

/// <summary>What Prometheus reads at <c>/metrics</c>.</summary>
internal sealed class ServiceMetrics
{
    // A request is a matter of milliseconds; the age of an estimate has its aim at 150 ms.
    private static readonly double[] RequestSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] AgeSeconds = [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10];

    private readonly Counter _requests;
    private readonly Histogram _duration;
    private readonly Counter _estimates;
    private readonly Histogram _age;
    private readonly Counter _analyses;
    private readonly Counter _uploaded;
    private readonly Counter _retained;
    private readonly Gauge _feeds;

    public ServiceMetrics()
    {
        MetricFactory make = Metrics.WithCustomRegistry(Registry);
        DotNetStats.Register(Registry);
        _requests = make.CreateCounter("emotion_http_requests_total", "Requests answered.", "method", "route", "status");
        _duration = make.CreateHistogram("emotion_http_request_duration_seconds", "Time to answer; feeds are left out.", ["route"], new HistogramConfiguration { Buckets = RequestSeconds });
        _estimates = make.CreateCounter("emotion_estimates_total", "Estimates stored.", "stream");
        _age = make.CreateHistogram("emotion_estimate_age_seconds", "Age of the newest audio in an estimate when readers of the feeds get it.", new HistogramConfiguration { Buckets = AgeSeconds });
        _analyses = make.CreateCounter("emotion_analyses_total", "Uploads worked on.", "outcome");
        _uploaded = make.CreateCounter("emotion_uploaded_bytes_total", "Bytes of uploads.");
        _retained = make.CreateCounter("emotion_history_deleted_total", "Events that retention deleted.");
        _feeds = make.CreateGauge("emotion_feeds", "Feeds that are open.", "kind");
        HistoryEvents = make.CreateCounter("emotion_history_events_total", "Events stored.");
        HistoryLost = make.CreateCounter("emotion_history_lost_total", "Events that could not be stored.");
        HistoryWaiting = make.CreateGauge("emotion_history_waiting", "Events that wait to be stored.");
        HistoryBytes = make.CreateGauge("emotion_history_bytes", "Bytes of the database in use.");
        Streams = make.CreateGauge("emotion_streams", "Streams by state.", "state");
        StreamSeconds = make.CreateGauge("emotion_stream_seconds", "Stream time that the present run has heard.", "stream");
        StreamLost = make.CreateGauge("emotion_stream_lost_seconds", "Audio that the present run lost, in seconds.", "stream");
        StreamReconnects = make.CreateGauge("emotion_stream_reconnects", "Connections that the present run made after the first.", "stream");
    }

    internal CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    internal Counter HistoryEvents { get; }

    internal Counter HistoryLost { get; }

    internal Gauge HistoryWaiting { get; }

    internal Gauge HistoryBytes { get; }

    internal Gauge Streams { get; }

    internal Gauge StreamSeconds { get; }

    internal Gauge StreamLost { get; }

    internal Gauge StreamReconnects { get; }

    internal void Request(string method, string route, int status, TimeSpan elapsed, bool isFeed)
    {
        // A method is whatever a caller writes: only those that there are become series.
        string known = method is "GET" or "POST" or "DELETE" or "HEAD" or "PUT" or "PATCH" or "OPTIONS" or "CONNECT" ? method : "other";
        _requests.WithLabels(known, route, status.ToString(CultureInfo.InvariantCulture)).Inc();
        if (!isFeed)
        {
            _duration.WithLabels(route).Observe(elapsed.TotalSeconds);
        }
    }

    internal void Estimate(string stream, TimeSpan? age)
    {
        _estimates.WithLabels(stream).Inc();
        if (age is { } known)
        {
            _age.Observe(known.TotalSeconds);
        }
    }

    internal void Analysis(string outcome) => _analyses.WithLabels(outcome).Inc();

    internal void Uploaded(long bytes) => _uploaded.Inc(bytes);

    internal void Deleted(long events) => _retained.Inc(events);

    internal IDisposable FeedOpen(string kind) => _feeds.WithLabels(kind).TrackInProgress();
}
