using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using RealtimeEmotion.Service.Streams;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>The sound of a stream as pictures need it, over a WebSocket (see <see cref="SignalTap"/>).</summary>
internal sealed class SignalFeed(StreamRegistry registry, FeedLimit limit, IHostApplicationLifetime lifetime)
{
    internal async Task RunAsync(HttpContext context, string name)
    {
        Sockets.Require(context);
        LiveStream live = registry.GetRunning(name);
        using IDisposable place = limit.Enter("signal");
        using WebSocket socket = await Sockets.AcceptAsync(context).ConfigureAwait(false);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        Task closed = Sockets.DrainAsync(socket, ends);
        var tap = new SignalTap();
        live.Listener.AddTap(tap);
        _ = live.Finished.ContinueWith(_ => tap.Complete(), TaskScheduler.Default);
        try
        {
            await foreach (byte[] message in tap.Messages.ReadAllAsync(ends.Token).ConfigureAwait(false))
            {
                await socket.SendAsync(message.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, ends.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (Sockets.IsEnd(e))
        {
            // The page left, or the service stops.
        }
        finally
        {
            live.Listener.RemoveTap(tap);
        }

        await Sockets.CloseAsync(socket, closed, lifetime.ApplicationStopping.IsCancellationRequested).ConfigureAwait(false);
    }
}
