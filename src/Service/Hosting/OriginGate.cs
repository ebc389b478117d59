using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace RealtimeEmotion.Service.Hosting;

/// <summary>
/// Keeps other sites' pages out, which a browser on this machine may have open: no request across origins, no WebSocket
/// hijacked, no name that was rebound to this machine's address.
/// </summary>
/// <remarks>Programs send no <c>Origin</c>, and pass.</remarks>
internal sealed class OriginGate(RequestDelegate next, ServiceOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        // With a token a rebound name gains nothing: the cookie belongs to our own name.
        if (options.Token is null && !IsLoopbackName(request.Host.Host))
        {
            return Problem.WrongHost(request.Host.Host).WriteAsync(context);
        }

        return IsGuarded(context) && !IsSameOrigin(request) ? Problem.CrossSite().WriteAsync(context) : next(context);
    }

    internal static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    // Going to a page by a link is everybody's right; all else must come from our own pages or from no page.
    private static bool IsGuarded(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
        || context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || context.WebSockets.IsWebSocketRequest;

    private static bool IsSameOrigin(HttpRequest request)
    {
        if (!StringValues.IsNullOrEmpty(request.Headers.Origin))
        {
            // Behind a proxy that ends TLS the scheme may differ; host and port may not.
            return request.Headers.Origin.Count == 1
                && Uri.TryCreate(request.Headers.Origin[0], UriKind.Absolute, out Uri? origin)
                && origin.Scheme is "http" or "https"
                && origin.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
        }

        string? site = request.Headers["Sec-Fetch-Site"];
        return site is null or "same-origin" or "none";
    }
}
