using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Cli.Tests;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using Xunit;

namespace RealtimeEmotion.Service.Tests;

public sealed class StreamTests
{
    private const int Rate = 16000;

    [Fact]
    public async Task Sound_that_a_browser_sends_is_told_what_the_same_file_is_told()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        float[] samples = Wav.Music(Rate, 4);
        using EmotionModel model = Hosted.TinyModelLoaded();
        ClipAnalysis expected = ClipAnalysis.Run(hosted.Write("same.wav", Wav.Float32(Rate, 1, samples)), model, new AnalysisOptions { HopSeconds = 0.25 });
        using (ClientWebSocket socket = await hosted.ConnectAsync($"/api/v1/audio?name=microphone&rate={Rate}&channels=1"))
        {
            Assert.Equal("microphone", (await Hosted.ReceiveJsonAsync(socket))!["stream"]!.GetValue<string>());
            await Hosted.SendAsync(socket, samples, Rate);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }

        await hosted.StreamAsync("microphone", s => !s["isRunning"]!.GetValue<bool>(), "the end of the stream");
        JsonArray events = await Hosted.EventuallyAsync(() => hosted.EventsAsync("microphone"), e => e.Count > 0 && e[^1]!["kind"]!.GetValue<string>() == "ended", "the last event");
        JsonNode[] estimates = [.. events.Where(e => e!["kind"]!.GetValue<string>() == "estimate").Select(e => e!)];
        Assert.Equal("connected", events[0]!["kind"]!.GetValue<string>());
        Assert.Equal(expected.Estimates.Count, estimates.Length);
        for (int i = 0; i < estimates.Length; i++)
        {
            EmotionEstimate e = expected.Estimates[i];
            EmotionProbabilities probabilities = e.Probabilities;
            Assert.Equal(e.EndSample, estimates[i]["samplePosition"]!.GetValue<long>());
            Assert.Equal(Rate, estimates[i]["sampleRate"]!.GetValue<int>());
            Assert.Equal(EstimateFields.EmotionOf(model.Metadata, e), estimates[i]["emotion"]?.GetValue<string>());
            Assert.Equal(EstimateFields.Rounded(probabilities[0]), estimates[i]["probabilities"]!["joy"]!.GetValue<double>());
            Assert.Equal(EstimateFields.Rounded(e.Valence), estimates[i]["valence"]!.GetValue<double>());
        }
    }

    [Fact]
    public async Task Whoever_sends_what_is_no_sound_is_told_so_and_sent_away()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        foreach ((byte[] message, WebSocketMessageType type, string word) in ((byte[], WebSocketMessageType, string)[])
            [(new byte[6], WebSocketMessageType.Binary, "frame"), (Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, "binary"), (new byte[3 << 20], WebSocketMessageType.Binary, "more than")])
        {
            using ClientWebSocket socket = await hosted.ConnectAsync($"/api/v1/audio?name=mic&rate={Rate}");
            await Hosted.ReceiveJsonAsync(socket);
            await socket.SendAsync(message, type, true, CancellationToken.None);
            Assert.Null(await Hosted.ReceiveAsync(socket));
            Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
            Assert.Contains(word, socket.CloseStatusDescription);
            await hosted.StreamAsync("mic", s => !s["isRunning"]!.GetValue<bool>(), "the end of the stream");
        }
    }

    [Theory]
    [InlineData("name=x&rate=100", 400)]
    [InlineData("name=x&rate=44100&channels=65", 400)]
    [InlineData("name=x&rate=44100&channels=0", 400)]
    [InlineData("name=x", 400)]
    [InlineData("rate=44100", 400)]
    [InlineData("name=..%2Fx&rate=44100", 422)]
    [InlineData("name=x&rate=44100&model=nobody", 422)]
    public async Task Sound_with_wrong_words_around_it_is_refused_before_it_begins(string query, int status)
    {
        await using Hosted hosted = await Hosted.StartAsync();
        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => hosted.ConnectAsync($"/api/v1/audio?{query}"));
        Assert.Contains($"{status}", refused.Message);
        Assert.Empty((await hosted.GetAsync("/api/v1/streams")).AsArray());
    }

    [Fact]
    public async Task A_stream_stopped_on_the_page_ends_its_sender()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        using ClientWebSocket socket = await hosted.ConnectAsync($"/api/v1/audio?name=mic&rate={Rate}");
        await Hosted.ReceiveJsonAsync(socket);
        Task<byte[]?> end = Hosted.ReceiveAsync(socket);
        await Hosted.ProblemAsync(await hosted.PostAsync("/api/v1/streams/mic/start"), 409);
        Assert.Equal(HttpStatusCode.OK, (await hosted.PostAsync("/api/v1/streams/mic/stop")).StatusCode);
        Assert.Null(await end);
        Assert.Contains("stopped", socket.CloseStatusDescription);
    }

    [Fact]
    public async Task A_file_becomes_a_stream_with_history_signal_and_an_end()
    {
        await using Hosted hosted = await WithFolderAsync();
        HttpResponseMessage created = await hosted.PostAsync("/api/v1/streams", new { source = "song.wav", name = "song", hopSeconds = 0.25 });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/api/v1/streams/song", created.Headers.Location?.OriginalString);
        await Hosted.ProblemAsync(await hosted.PostAsync("/api/v1/streams", new { source = "song.wav", name = "SONG" }), 409);
        using (ClientWebSocket signal = await hosted.ConnectAsync("/api/v1/streams/song/signal"))
        {
            (int points, int frames) = (0, 0);
            while (points < 5 || frames < 5)
            {
                byte[] message = (await Hosted.ReceiveAsync(signal))!;
                for (int at = 0; at < message.Length;)
                {
                    if (message[at] == 1)
                    {
                        Assert.InRange(BitConverter.ToDouble(message, at + 1), 0, 4);
                        Assert.InRange(BitConverter.ToSingle(message, at + 17), BitConverter.ToSingle(message, at + 13), 1);
                        at += 25;
                        points++;
                    }
                    else
                    {
                        Assert.Equal(2, message[at]);
                        Assert.Equal(24, BitConverter.ToUInt16(message, at + 9));
                        at += 11 + (4 * 24);
                        frames++;
                    }
                }
            }
        }

        JsonNode ended = await hosted.StreamAsync("song", s => s["state"]!.GetValue<string>() == "ended", "the end of the file");
        Assert.False(ended["isRunning"]!.GetValue<bool>());
        await Hosted.ProblemAsync(await hosted.Client.GetAsync("/api/v1/streams/song/history?from=2&to=1"), 400);
        await Hosted.ProblemAsync(await hosted.Client.GetAsync("/api/v1/streams/song/history?from=yesterday"), 400);
        await Hosted.ProblemAsync(await hosted.Client.GetAsync("/api/v1/streams/song/history?points=0"), 400);
        JsonNode history = await hosted.GetAsync("/api/v1/streams/song/history?points=5000");
        JsonArray events = await hosted.EventsAsync("song");
        int estimates = events.Count(e => e!["kind"]!.GetValue<string>() == "estimate");
        Assert.Equal(estimates, history["count"]!.AsArray().Sum(n => n!.GetValue<int>()));
        Assert.Equal(["joy", "sadness", "neutral", "anger"], history["labels"]!.AsArray().Select(n => n!.GetValue<string>()));
        Assert.Equal(events.Count - estimates, history["marks"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_stream_is_stopped_started_again_and_deleted()
    {
        await using Hosted hosted = await WithFolderAsync();
        await hosted.PostAsync("/api/v1/streams", new { source = "song.wav", name = "song" });
        await hosted.StreamAsync("song", s => s["statistics"]?["estimates"]?.GetValue<long>() >= 2, "two estimates");
        JsonNode stopped = JsonNode.Parse(await (await hosted.PostAsync("/api/v1/streams/song/stop")).Content.ReadAsStringAsync())!;
        Assert.Equal("stopped", stopped["state"]!.GetValue<string>());
        await Hosted.ProblemAsync(await hosted.Client.GetAsync("/api/v1/streams/nobody"), 404);
        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => hosted.ConnectAsync("/api/v1/streams/song/signal"));
        Assert.Contains("409", refused.Message);
        double before = (await hosted.EventsAsync("song"))[^1]!["streamSeconds"]!.GetValue<double>();

        Assert.Equal(HttpStatusCode.OK, (await hosted.PostAsync("/api/v1/streams/song/start")).StatusCode);
        await Hosted.ProblemAsync(await hosted.PostAsync("/api/v1/streams/song/start"), 409);
        JsonArray events = await Hosted.EventuallyAsync(() => hosted.EventsAsync("song"), all => all.Any(e => e!["kind"]!.GetValue<string>() == "gap") && all[^1]!["kind"]!.GetValue<string>() == "estimate", "estimates after the gap");
        JsonNode gap = events.Single(e => e!["kind"]!.GetValue<string>() == "gap")!;
        Assert.True(gap["gapSeconds"]!.GetValue<double>() >= 0);
        double[] seconds = [.. events.Select(e => e!["streamSeconds"]!.GetValue<double>())];
        Assert.Equal(seconds.Order(), seconds);
        Assert.True(seconds[^1] > before, "stream time goes on over the pause");

        Assert.Equal(HttpStatusCode.NoContent, (await hosted.Client.DeleteAsync("/api/v1/streams/song")).StatusCode);
        await Hosted.ProblemAsync(await hosted.Client.GetAsync("/api/v1/streams/song"), 404);
        Assert.Empty((await hosted.GetAsync("/api/v1/streams")).AsArray());
        await Hosted.ProblemAsync(await hosted.Client.DeleteAsync("/api/v1/streams/song"), 404);
    }

    [Fact]
    public async Task A_restarted_service_goes_on_with_what_ran_and_not_with_what_was_stopped()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["files"]);
        File.WriteAllBytes(folder["files/song.wav"], Wav.Pcm16(Rate, 1, Wav.Music(Rate, 60)));
        long newest;
        await using (Hosted first = await Hosted.StartAsync(o => o with { FilesFolder = folder["files"] }, folder.Path))
        {
            await first.PostAsync("/api/v1/streams", new { source = "song.wav", name = "runs", halfLifeSeconds = 1.5 });
            await first.PostAsync("/api/v1/streams", new { source = "song.wav", name = "stopped" });
            await first.StreamAsync("runs", s => s["statistics"]?["estimates"]?.GetValue<long>() >= 2, "two estimates");
            await first.PostAsync("/api/v1/streams/stopped/stop");
            newest = (await first.GetAsync("/api/v1"))["newestId"]!.GetValue<long>();
        }

        await using Hosted second = await Hosted.StartAsync(o => o with { FilesFolder = folder["files"] }, folder.Path);
        JsonNode runs = await second.StreamAsync("runs", s => s["statistics"]?["estimates"]?.GetValue<long>() >= 1, "an estimate");
        Assert.Equal(1.5, runs["halfLifeSeconds"]!.GetValue<double>());
        Assert.False((await second.GetAsync("/api/v1/streams/stopped"))["isRunning"]!.GetValue<bool>());
        JsonArray events = await second.EventsAsync("runs");
        Assert.Contains(events, e => e!["kind"]!.GetValue<string>() == "gap" && e["id"]!.GetValue<long>() > newest);
        long[] ids = [.. events.Select(e => e!["id"]!.GetValue<long>())];
        Assert.Equal(ids.Distinct().Order(), ids);
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_says_why_and_is_not_wanted_any_more()
    {
        await using Hosted hosted = await WithFolderAsync();
        File.WriteAllText(Path.Combine(hosted.Folder, "files", "text.wav"), "this is no sound at all, though its name says so");
        Assert.Equal(HttpStatusCode.Created, (await hosted.PostAsync("/api/v1/streams", new { source = "text.wav", name = "text" })).StatusCode);
        await hosted.StreamAsync("text", s => s["state"]!.GetValue<string>() == "failed", "the failure");
        JsonArray events = await Hosted.EventuallyAsync(() => hosted.EventsAsync("text"), all => all.Any(e => e!["kind"]!.GetValue<string>() == "failed"), "the event");
        Assert.Contains(events, e => e!["kind"]!.GetValue<string>() == "failed" && e["detail"]!.GetValue<string>().Contains("text and not sound", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", 422)]
    [InlineData("{\"source\":\"\"}", 422)]
    [InlineData("{\"source\":\"song.wav\",\"name\":\"../x\"}", 422)]
    [InlineData("{\"source\":\"song.wav\",\"name\":\"<script>\"}", 422)]
    [InlineData("{\"source\":\"song.wav\",\"hopSeconds\":0}", 422)]
    [InlineData("{\"source\":\"song.wav\",\"halfLifeSeconds\":1e9}", 422)]
    [InlineData("{\"source\":\"song.wav\",\"model\":\"../../x.onnx\"}", 422)]
    [InlineData("{\"source\":\"song.wav\",\"genre\":\"polka\"}", 422)]
    [InlineData("{\"source\":\"song.wav\",\"unknown\":1}", 400)]
    [InlineData("{\"source\":\"song.wav\",\"hopSeconds\":\"1\"}", 400)]
    [InlineData("{\"source\":", 400)]
    [InlineData("[]", 400)]
    public async Task Wrong_words_start_nothing(string body, int status)
    {
        await using Hosted hosted = await WithFolderAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await Hosted.ProblemAsync(await hosted.Client.PostAsync("/api/v1/streams", content), status);
        Assert.Empty((await hosted.GetAsync("/api/v1/streams")).AsArray());
    }

    [Fact]
    public async Task What_is_no_json_is_refused_as_such()
    {
        await using Hosted hosted = await WithFolderAsync();
        using var content = new StringContent("source=song.wav", Encoding.UTF8, "application/x-www-form-urlencoded");
        await Hosted.ProblemAsync(await hosted.Client.PostAsync("/api/v1/streams", content), 415);
        await Hosted.ProblemAsync(await hosted.Client.PutAsync("/api/v1/streams", null), 405);
        await Hosted.ProblemAsync(await hosted.Client.GetAsync("/api/v1/feed"), 426);
    }

    [Fact]
    public async Task More_streams_than_allowed_do_not_start()
    {
        await using Hosted hosted = await WithFolderAsync(o => o with { Limits = new ServiceLimits { Streams = 2 } });
        Assert.Equal(HttpStatusCode.Created, (await hosted.PostAsync("/api/v1/streams", new { source = "song.wav", name = "a" })).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await hosted.PostAsync("/api/v1/streams", new { source = "song.wav", name = "b" })).StatusCode);
        await Hosted.ProblemAsync(await hosted.PostAsync("/api/v1/streams", new { source = "song.wav", name = "c" }), 429);
    }

    private static Task<Hosted> WithFolderAsync(Func<ServiceOptions, ServiceOptions>? change = null) => Hosted.StartAsync(o =>
    {
        string folder = Path.Combine(Path.GetDirectoryName(o.DataFolder)!, "files");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "song.wav"), Wav.Pcm16(Rate, 1, Wav.Music(Rate, 3)));
        o = o with { FilesFolder = folder };
        return change?.Invoke(o) ?? o;
    });
}
