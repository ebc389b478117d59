using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using RealtimeEmotion.Service.Monitoring;

namespace RealtimeEmotion.Service.Hosting;

/// <summary>Counts, times and logs each request. Queries stay out of the log: an address may carry a token.</summary>
internal sealed partial class RequestObserver(RequestDelegate next, ServiceMetrics metrics, ILogger<RequestObserver> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            string route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
            metrics.Request(context.Request.Method, route, context.Response.StatusCode, elapsed, isFeed: context.WebSockets.IsWebSocketRequest || IsEventStream(context));
            LogLevel level = context.Response.StatusCode >= 500 ? LogLevel.Warning : IsOften(route) ? LogLevel.Debug : LogLevel.Information;
            if (logger.IsEnabled(level))
            {
                LogRequest(level, context.Request.Method, context.Request.Path, context.Response.StatusCode, elapsed.TotalMilliseconds, context.Connection.RemoteIpAddress, context.TraceIdentifier);
            }
        }
    }

    private static bool IsEventStream(HttpContext context) => context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) ?? false;

    // What machines and pages ask all the time would drown the rest.
    private static bool IsOften(string route) => route.StartsWith("/health", StringComparison.Ordinal) || route.StartsWith("/assets", StringComparison.Ordinal) || route is "/metrics";

    [LoggerMessage(EventId = 7, Message = "{Method} {Path} {Status} in {Milliseconds:0.0} ms from {Remote} ({TraceId})")]
    private partial void LogRequest(LogLevel level, string method, PathString path, int status, double milliseconds, System.Net.IPAddress? remote, string traceId);
}
