using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace RealtimeEmotion.Service.Tests;

public sealed partial class MonitoringTests
{
    [Fact]
    public async Task Metrics_are_what_prometheus_reads()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        await hosted.Client.GetAsync("/api/v1/streams");
        await hosted.Client.GetAsync("/nowhere/at/all/" + Guid.NewGuid());
        using var odd = new HttpRequestMessage(new HttpMethod("BREW"), "/");
        await hosted.Client.SendAsync(odd);
        using (ClientWebSocket socket = await hosted.ConnectAsync("/api/v1/audio?name=mic&rate=16000"))
        {
            await Hosted.ReceiveJsonAsync(socket);
            await Hosted.SendAsync(socket, Cli.Tests.Wav.Music(16000, 3), 16000);
            await Hosted.EventuallyAsync(() => hosted.EventsAsync("mic"), e => e.Count > 3, "estimates");
            HttpResponseMessage response = await hosted.Client.GetAsync("/metrics");
            Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
            string text = await response.Content.ReadAsStringAsync();
            foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.Matches(Line(), line);
            }

            Assert.Contains("emotion_http_requests_total{method=\"GET\",route=\"/api/v1/streams\",status=\"200\"} 1", text);
            Assert.Contains("route=\"none\",status=\"404\"", text);
            Assert.Contains("method=\"other\"", text);
            Assert.Contains("emotion_feeds{kind=\"audio\"} 1", text);
            Assert.Matches("emotion_estimates_total\\{stream=\"mic\"\\} [1-9]", text);
            Assert.Matches("emotion_estimate_age_seconds_count [1-9]", text);
            Assert.Matches("emotion_history_events_total [1-9]", text);
            Assert.Matches("emotion_streams\\{state=\"(listening|stalled)\"\\} 1", text);
            Assert.Contains("emotion_stream_seconds{stream=\"mic\"}", text);
        }

        await hosted.StreamAsync("mic", s => !s["isRunning"]!.GetValue<bool>(), "the end of the stream");
        Assert.DoesNotContain("emotion_stream_seconds{stream=\"mic\"}", await hosted.Client.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Health_says_whether_events_can_be_stored()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Token = Hosted.Token });
        Assert.Equal("ok", (await hosted.GetAsync("/health/live"))["status"]!.GetValue<string>());
        Assert.Equal("ok", (await hosted.GetAsync("/health/ready"))["status"]!.GetValue<string>());
        string database = Path.Combine(hosted.Folder, "data", "history.db");
        // As if the disk had taken it away.
        File.Move(database, database + ".away");
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        HttpResponseMessage failing = await hosted.Client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failing.StatusCode);
        Assert.Equal("failing", JsonNode.Parse(await failing.Content.ReadAsStringAsync())!["status"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await hosted.Client.GetAsync("/health/live")).StatusCode);
        File.Move(database + ".away", database);
        Assert.Equal(HttpStatusCode.OK, (await hosted.Client.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task The_description_names_every_address_and_what_it_answers()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        JsonNode description = await hosted.GetAsync("/openapi/v1.json");
        Assert.StartsWith("3.", description["openapi"]!.GetValue<string>());
        string[] described = [.. description["paths"]!.AsObject().Select(p => p.Key)];
        string[] mapped = [.. hosted.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).Where(p => p.StartsWith("/api/", StringComparison.Ordinal) || p.StartsWith("/health", StringComparison.Ordinal) || p == "/metrics").Distinct()];
        Assert.Equal(mapped.Order(), described.Order());
        foreach ((string path, JsonNode? operations) in description["paths"]!.AsObject())
        {
            foreach ((string method, JsonNode? operation) in operations!.AsObject())
            {
                Assert.False(string.IsNullOrEmpty(operation!["summary"]?.GetValue<string>()), $"{method} {path} says nothing of itself");
            }
        }

        Assert.Equal("Emotion", description["info"]!["title"]!.GetValue<string>());
        Assert.Equal("bearer", description["components"]!["securitySchemes"]!["token"]!["scheme"]!.GetValue<string>());
        Assert.Contains("EventView", description["components"]!["schemas"]!.AsObject().Select(s => s.Key));
        Assert.NotNull(description["paths"]!["/api/v1/streams"]!["post"]!["responses"]!["422"]!["content"]!["application/problem+json"]);
    }

    [Fact]
    public async Task Models_tell_what_a_page_needs()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        JsonNode model = Assert.Single((await hosted.GetAsync("/api/v1/models")).AsArray())!;
        Assert.Equal("tiny", model["name"]!.GetValue<string>());
        Assert.Equal(4, model["labels"]!.AsArray().Count);
        Assert.Equal([1, -1, 0.5, -1], model["valence"]!.AsArray().Select(v => v!.GetValue<double>()));
        Assert.Equal((124 * 256 + 512) / 16000.0, model["windowSeconds"]!.GetValue<double>(), 3);
    }

    [Fact]
    public async Task Pages_are_cached_by_what_they_hold()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        HttpResponseMessage first = await hosted.Client.GetAsync("/assets/app.js");
        Assert.Equal("text/javascript", first.Content.Headers.ContentType?.MediaType);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/assets/app.js");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await hosted.Client.SendAsync(again)).StatusCode);
        using var packed = new HttpRequestMessage(HttpMethod.Get, "/assets/app.js");
        packed.Headers.Add("Accept-Encoding", "gzip, br");
        HttpResponseMessage brotli = await hosted.Client.SendAsync(packed);
        Assert.Equal("br", Assert.Single(brotli.Content.Headers.ContentEncoding));
        using var unpacked = new System.IO.Compression.BrotliStream(await brotli.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await reader.ReadToEndAsync());
    }

    [GeneratedRegex("""^(#.*|[a-z_]+(\{([a-z_]+="[^"]*",?)*\})? (\+Inf|NaN|-?[0-9.]+(e[+-]?[0-9]+)?))$""")]
    private static partial Regex Line();
}
