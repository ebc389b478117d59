using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Prometheus;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Service.Api;
using RealtimeEmotion.Service.History;
using RealtimeEmotion.Service.Streams;

namespace RealtimeEmotion.Service.Monitoring;

/// <summary><c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
internal static class MonitoringRoutes
{
    private const string ExpositionContentType = "text/plain; version=0.0.4; charset=utf-8";

    internal static void Map(IEndpointRouteBuilder routes, ServiceMetrics metrics, HistoryStore store, HistoryWriter writer, StreamRegistry registry)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new HealthView("ok", "ok", registry.Running.Count))).WithTags("service").WithSummary("Whether the process answers.");
        routes.MapGet("/health/ready", () => Ready(store, writer, registry)).WithTags("service").WithSummary("Whether events can be stored and read.")
            .Produces<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);

        metrics.Registry.AddBeforeCollectCallback(() => Collect(metrics, store, writer, registry));
        routes.MapGet("/metrics", async (HttpContext context, ServiceMetrics collected) =>
        {
            context.Response.ContentType = ExpositionContentType;
            await collected.Registry.CollectAndExportAsTextAsync(context.Response.Body, ExpositionFormat.PrometheusText, context.RequestAborted).ConfigureAwait(false);
        }).WithTags("service").WithSummary("Metrics for Prometheus.");
    }

    private static IResult Ready(HistoryStore store, HistoryWriter writer, StreamRegistry registry)
    {
        string? fault = writer.Fault;
        try
        {
            store.Check();
        }
        catch (SqliteException e)
        {
            fault ??= e.Message;
        }

        return fault is null
            ? TypedResults.Ok(new HealthView("ok", "ok", registry.Running.Count))
            : TypedResults.Json(new HealthView("failing", fault, registry.Running.Count), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static void Collect(ServiceMetrics metrics, HistoryStore store, HistoryWriter writer, StreamRegistry registry)
    {
        metrics.HistoryEvents.IncTo(writer.Stored);
        metrics.HistoryLost.IncTo(writer.Lost);
        metrics.HistoryWaiting.Set(writer.Waiting);
        metrics.HistoryBytes.Set(store.UsedBytes());
        var states = Enum.GetValues<StreamState>().ToDictionary(state => state, _ => 0);
        var running = new HashSet<string>();
        foreach (LiveStream live in registry.Running)
        {
            ListenStatistics statistics = live.Listener.Statistics;
            states[statistics.State]++;
            string name = live.Stream.Name;
            running.Add(name);
            metrics.StreamSeconds.WithLabels(name).Set(statistics.StreamSeconds);
            metrics.StreamLost.WithLabels(name).Set(statistics.OverrunSeconds);
            metrics.StreamReconnects.WithLabels(name).Set(statistics.Reconnects);
        }

        foreach ((StreamState state, int count) in states)
        {
            metrics.Streams.WithLabels(state.ToString().ToLowerInvariant()).Set(count);
        }

        foreach (Gauge gauge in (ReadOnlySpan<Gauge>)[metrics.StreamSeconds, metrics.StreamLost, metrics.StreamReconnects])
        {
            foreach (string[] labels in gauge.GetAllLabelValues().Where(labels => !running.Contains(labels[0])).ToList())
            {
                gauge.RemoveLabelled(labels);
            }
        }
    }
}
