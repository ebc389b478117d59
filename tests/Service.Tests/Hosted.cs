using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Tests.Models;
using Xunit;

namespace RealtimeEmotion.Service.Tests;

/// <summary>The real service on a free port of this machine, with a tiny model and a folder of its own.</summary>
internal sealed class Hosted : IAsyncDisposable
{
    internal const string Token = "correct-horse-battery-staple";

    // How long a test waits for what must come; far more than it takes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly bool _ownsFolder;

    private Hosted(EmotionService service, string folder, bool ownsFolder)
    {
        Service = service;
        Folder = folder;
        _ownsFolder = ownsFolder;
        // No proxy, no cookies, no redirects: tests see what is on the wire.
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = service.Address, Timeout = Patience };
    }

    internal EmotionService Service { get; }

    internal HttpClient Client { get; }

    internal string Folder { get; }

    internal static EmotionModel TinyModelLoaded() => EmotionModel.Load(TinyModel.Bytes(), "tiny");

    internal static async Task<Hosted> StartAsync(Func<ServiceOptions, ServiceOptions>? change = null, string? folder = null)
    {
        string home = folder ?? Directory.CreateTempSubdirectory("emotion-service-").FullName;
        var options = new ServiceOptions
        {
            Port = 0,
            DataFolder = Path.Combine(home, "data"),
            Models = [new ModelChoice("tiny", TinyModelLoaded)],
            Analysis = new AnalysisOptions { HopSeconds = 0.25 },
            Quiet = true,

            // What tests write is of a fixed day, and the first look for what is too old comes at any moment.
            Retention = new RetentionPolicy { Age = TimeSpan.FromDays(20 * 365) },
        };
        return new Hosted(await EmotionService.StartAsync(change?.Invoke(options) ?? options), home, folder is null);
    }

    internal async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(path))!;

    internal Task<HttpResponseMessage> PostAsync(string path, object? body = null) => Client.PostAsync(path, body is null ? null : JsonContent.Create(body));

    /// <summary>Connects a WebSocket as a program does, or as a browser with an origin.</summary>
    internal async Task<ClientWebSocket> ConnectAsync(string path, string? origin = null, string? token = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        using var patience = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new UriBuilder(new Uri(Service.Address, path)) { Scheme = "ws" }.Uri, patience.Token);
        return socket;
    }

    /// <summary>Asks again until something holds.</summary>
    internal static async Task<T> EventuallyAsync<T>(Func<Task<T>> ask, Func<T, bool> holds, string what)
    {
        DateTime end = DateTime.UtcNow + Patience;
        while (true)
        {
            T answer = await ask();
            if (holds(answer))
            {
                return answer;
            }

            Assert.True(DateTime.UtcNow < end, $"did not come: {what}; last: {answer}");
            await Task.Delay(50);
        }
    }

    internal Task<JsonNode> StreamAsync(string name, Func<JsonNode, bool> holds, string what) => EventuallyAsync(() => GetAsync($"/api/v1/streams/{Uri.EscapeDataString(name)}"), holds, what);

    internal async Task<JsonArray> EventsAsync(string name) => (await GetAsync($"/api/v1/streams/{Uri.EscapeDataString(name)}/events?limit=5000")).AsArray();

    /// <summary>The next whole message, or null where the other side closed.</summary>
    internal static async Task<byte[]?> ReceiveAsync(WebSocket socket)
    {
        using var patience = new CancellationTokenSource(Patience);
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return message.ToArray();
            }
        }
    }

    internal static async Task<JsonNode?> ReceiveJsonAsync(WebSocket socket) => await ReceiveAsync(socket) is { } bytes ? JsonNode.Parse(bytes) : null;

    /// <summary>Sends samples as a browser does, a tenth of a second a message, faster than they play.</summary>
    internal static async Task SendAsync(WebSocket socket, float[] samples, int rate)
    {
        foreach (float[] chunk in samples.Chunk(rate / 10))
        {
            await socket.SendAsync(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(chunk).ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
            await Task.Delay(10);
        }
    }

    /// <summary>Writes a sound file into the folder.</summary>
    internal string Write(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    internal static async Task<JsonNode> ProblemAsync(HttpResponseMessage response, int status)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonNode problem = JsonNode.Parse(body)!;
        Assert.Equal(status, problem["status"]!.GetValue<int>());
        Assert.StartsWith("urn:emotion:problem:", problem["type"]!.GetValue<string>());
        Assert.NotEqual("", problem["title"]!.GetValue<string>());
        Assert.DoesNotContain("   at ", body);
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Service.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
