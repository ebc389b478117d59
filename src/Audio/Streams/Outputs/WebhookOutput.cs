using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Polly;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>
/// Posts events to a web address as a JSON array of what has come since the last post. A server that cannot be reached, or
/// that answers 408, 429 or 5xx, is tried again; any other refusal loses the post.
/// </summary>
public sealed class WebhookOutput : StreamOutput
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Uri _address;
    private readonly ModelMetadata _model;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline _retry = NetworkRetry.Create(exception =>
        exception is HttpRequestException { StatusCode: null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError }
            or TaskCanceledException { InnerException: TimeoutException });

    /// <param name="address">An <c>http</c> or <c>https</c> URL; a user name and password in it are sent as such.</param>
    /// <param name="model">Who gives the estimates.</param>
    /// <exception cref="InputException">It is no such URL.</exception>
    public WebhookOutput(string address, ModelMetadata model)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new InputException(address, "is no web address", "write http://… or https://…");
        _address = uri;
        _model = model;
        Subject = $"{uri.Scheme}://{uri.Authority}{uri.AbsolutePath}";
        _client = new HttpClient { Timeout = Patience };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("RealtimeEmotion", null));
        if (uri.UserInfo.Length > 0)
        {
            var user = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo)));
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", user);
        }
    }

    /// <inheritdoc/>
    public override string Subject { get; }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellation)
    {
        var body = Body(events);
        try
        {
            await _retry.ExecuteAsync(async token => await PostAsync(body, token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            var reason = exception.StatusCode is { } code ? $"it answers {(int)code} {code}" : exception.Message.TrimEnd('.');
            throw new InputException(Subject, $"cannot be posted to ({reason})", "check the address, and that the server takes a JSON array", exception);
        }
        catch (TaskCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            throw new InputException(Subject, $"has not answered in {Patience.TotalSeconds} s", "check the server", exception);
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task PostAsync(byte[] body, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        using var response = await _client.PostAsync(_address, content, cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    private byte[] Body(IReadOnlyList<StreamEvent> events)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartArray();
            foreach (var one in events)
                EstimateFields.WriteEvent(json, _model, one);
            json.WriteEndArray();
        }

        return bytes.ToArray();
    }
}
