using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using RealtimeEmotion.Service.Hosting;
using RealtimeEmotion.Service.Streams;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>The two live feeds of events, Server-Sent Events and WebSocket. Both go on behind an id that the reader names,
/// and neither ever skips one: a reader that falls behind reads from the history.</summary>
internal sealed class EventFeeds(EventLog log, StreamRegistry registry, FeedLimit limit, IHostApplicationLifetime lifetime)
{
    // Proxies close what is quiet for a minute.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Server-Sent Events: <c>id</c>, <c>event</c> (the kind) and <c>data</c> (the JSON).</summary>
    internal async Task ServerSentAsync(HttpContext context, string? stream, long? after)
    {
        long start = Start(after ?? LastEventId(context.Request));
        long? streamId = StreamId(stream);
        using IDisposable place = limit.Enter("sse");
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await WriteAsync(context, "retry: 2000\n\n"u8.ToArray(), ends.Token).ConfigureAwait(false);
            var text = new ArrayBufferWriter<byte>(4096);
            await foreach (IReadOnlyList<FeedItem> items in log.Follow(start, streamId, Heartbeat, ends.Token).ConfigureAwait(false))
            {
                text.ResetWrittenCount();
                if (items.Count == 0)
                {
                    text.Write(": nothing new\n\n"u8);
                }

                foreach (FeedItem item in items)
                {
                    Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {item.Event.Id}\nevent: {item.Event.Kind}\ndata: "), text);
                    text.Write(item.Json.Span);
                    text.Write("\n\n"u8);
                }

                await WriteAsync(context, text.WrittenMemory, ends.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The reader left, or the service stops; the reader comes back with the id that it has.
        }
    }

    /// <summary>WebSocket: one text message an event.</summary>
    internal async Task WebSocketAsync(HttpContext context, string? stream, long? after)
    {
        Sockets.Require(context);
        long start = Start(after);
        long? streamId = StreamId(stream);
        using IDisposable place = limit.Enter("websocket");
        using WebSocket socket = await Sockets.AcceptAsync(context).ConfigureAwait(false);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        Task closed = Sockets.DrainAsync(socket, ends);
        try
        {
            await foreach (IReadOnlyList<FeedItem> items in log.Follow(start, streamId, Heartbeat, ends.Token).ConfigureAwait(false))
            {
                foreach (FeedItem item in items)
                {
                    await socket.SendAsync(item.Json, WebSocketMessageType.Text, endOfMessage: true, ends.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (Sockets.IsEnd(e))
        {
            // As above.
        }

        await Sockets.CloseAsync(socket, closed, lifetime.ApplicationStopping.IsCancellationRequested).ConfigureAwait(false);
    }

    private static long? LastEventId(HttpRequest request)
    {
        string? header = request.Headers["Last-Event-ID"];
        return string.IsNullOrEmpty(header) ? null
            : long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id
            : throw new ProblemException(Problem.BadInput("Last-Event-ID is no id of an event."));
    }

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> text, CancellationToken cancellation)
    {
        await context.Response.Body.WriteAsync(text, cancellation).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellation).ConfigureAwait(false);
    }

    // Without an id a reader hears what is new. An id that is not given yet (of a history that was deleted) is no reason
    // to be silent until it is.
    private long Start(long? after) => after is < 0 ? throw new ProblemException(Problem.BadInput("'after' is no id of an event.")) : Math.Min(after ?? long.MaxValue, log.NewestId);

    private long? StreamId(string? name) => string.IsNullOrEmpty(name) ? null : registry.Get(name).Id;
}
