using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace RealtimeEmotion.Service.Hosting;

/// <summary>An error as RFC 9457 wants it: what went wrong and what to do about it, and nothing of our insides.</summary>
internal sealed record Problem
{
    internal const string MediaType = "application/problem+json";

    private const string TypePrefix = "urn:emotion:problem:";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private Problem(int status, string kind, string title, string? detail, int? retryAfterSeconds)
    {
        Status = status;
        Type = TypePrefix + kind;
        Title = title;
        Detail = detail;
        RetryAfterSeconds = retryAfterSeconds;
    }

    /// <summary>A URN that names the kind of problem; programs may rely on it.</summary>
    public string Type { get; }

    public string Title { get; }

    public int Status { get; }

    public string? Detail { get; }

    /// <summary>Names the request in the log.</summary>
    public string? TraceId { get; init; }

    [JsonIgnore]
    internal int? RetryAfterSeconds { get; }

    internal static Problem BadInput(string detail) => new(StatusCodes.Status400BadRequest, "bad-input", "The request cannot be understood", detail, null);

    internal static Problem Unusable(string detail) => new(StatusCodes.Status422UnprocessableEntity, "unusable", "What was sent cannot be used", detail, null);

    internal static Problem NotFound(string detail) => new(StatusCodes.Status404NotFound, "not-found", "There is no such thing", detail, null);

    internal static Problem Conflict(string detail) => new(StatusCodes.Status409Conflict, "conflict", "That does not go together with what is there", detail, null);

    internal static Problem Unauthorized() => new(StatusCodes.Status401Unauthorized, "no-token", "A token is needed", "Send 'Authorization: Bearer TOKEN', or sign in at /sign-in.", null);

    internal static Problem CrossSite() => new(StatusCodes.Status403Forbidden, "cross-site", "Another site may not ask this", "The request comes from a page of another origin.", null);

    internal static Problem WrongHost(string host) =>
        new(StatusCodes.Status421MisdirectedRequest, "wrong-host", "This service has another name", $"'{host}' is not a name of this machine's loopback; without a token only those are answered.", null);

    internal static Problem TooMany(string detail, int retryAfterSeconds) => new(StatusCodes.Status429TooManyRequests, "too-many", "Too much at once", detail, retryAfterSeconds);

    internal static Problem Busy(string detail, int retryAfterSeconds) => new(StatusCodes.Status503ServiceUnavailable, "busy", "The service is busy", detail, retryAfterSeconds);

    internal static Problem Internal() => new(StatusCodes.Status500InternalServerError, "internal", "Something went wrong here", "The log has the details under this trace id.", null);

    /// <summary>What a bare status code says.</summary>
    internal static Problem OfStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => NotFound("Nothing is at this address; /openapi/v1.json tells what there is."),
        StatusCodes.Status405MethodNotAllowed => new Problem(status, "method", "This address does not know that method", null, null),
        StatusCodes.Status408RequestTimeout => new Problem(status, "too-slow", "The request came too slowly", "Send it faster.", null),
        StatusCodes.Status413PayloadTooLarge => new Problem(status, "too-large", "The request is too large", "Send less; /api/v1 tells the limits.", null),
        StatusCodes.Status415UnsupportedMediaType => new Problem(status, "media-type", "This kind of content is not taken", null, null),
        StatusCodes.Status426UpgradeRequired => new Problem(status, "websocket", "This address speaks WebSocket", null, null),
        _ => new Problem(status, "http-" + status.ToString(System.Globalization.CultureInfo.InvariantCulture), "The request was refused", null, null),
    };

    internal static Problem TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, "too-large", "The request is too large", detail, null);

    internal static Problem MediaTypeUnsupported(string detail) => new(StatusCodes.Status415UnsupportedMediaType, "media-type", "This kind of content is not taken", detail, null);

    /// <summary>Answers a request with this problem; nothing where the answer has begun.</summary>
    internal async Task WriteAsync(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            return;
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = MediaType;
        if (RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        byte[] body = JsonSerializer.SerializeToUtf8Bytes(this with { TraceId = context.TraceIdentifier }, Json);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, CancellationToken.None).ConfigureAwait(false);
    }
}
