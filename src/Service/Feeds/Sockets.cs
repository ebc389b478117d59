using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using RealtimeEmotion.Service.Hosting;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>What all WebSockets here have in common.</summary>
internal static class Sockets
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    /// <summary>Refuses an ordinary request.</summary>
    /// <exception cref="ProblemException">It is one.</exception>
    internal static void Require(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            throw new ProblemException(Problem.OfStatus(StatusCodes.Status426UpgradeRequired));
        }
    }

    internal static Task<WebSocket> AcceptAsync(HttpContext context) => context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
    {
        // A page that went to sleep answers no ping, and its place is given to another.
        KeepAliveInterval = TimeSpan.FromSeconds(15),
        KeepAliveTimeout = TimeSpan.FromSeconds(30),
    });

    /// <summary>Reads what a mere listener says, which is nothing but that it leaves; then cancels.</summary>
    /// <remarks>Never cancelled itself: that would break the connection off instead of closing it.</remarks>
    internal static async Task DrainAsync(WebSocket socket, CancellationTokenSource ends)
    {
        var nothing = new byte[256];
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult received = await socket.ReceiveAsync(nothing.AsMemory(), CancellationToken.None).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // The same without good manners.
        }

        try
        {
            await ends.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // Our side ended first.
        }
    }

    /// <summary>Whether an exception only says that the other side is gone, or that the service stops.</summary>
    internal static bool IsEnd(Exception e) => e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException;

    /// <summary>Ends politely, within a moment; then in any case.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="reading">What reads from it: done when the other side has closed.</param>
    /// <param name="serviceStops">Whether the service ends, so that the other side may come back.</param>
    /// <param name="reason">Why the other side is sent away, or null.</param>
    internal static async Task CloseAsync(WebSocket socket, Task reading, bool serviceStops, string? reason = null)
    {
        try
        {
            using var patience = new CancellationTokenSource(ClosePatience);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                WebSocketCloseStatus status = serviceStops ? WebSocketCloseStatus.EndpointUnavailable : reason is null ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.PolicyViolation;
                await socket.CloseOutputAsync(status, reason, patience.Token).ConfigureAwait(false);
            }

            await reading.WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // It was gone already, or does not answer.
            socket.Abort();
        }
    }
}
