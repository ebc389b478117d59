using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RealtimeEmotion.Service.Feeds;
using RealtimeEmotion.Service.History;
using Xunit;

namespace RealtimeEmotion.Service.Tests;

/// <summary>Feeds over a history that the tests write themselves.</summary>
public sealed class FeedTests
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    [Fact]
    public async Task Events_look_as_the_description_says()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        Writing writing = Writing.To(hosted);
        writing.Enqueue(Samples.Event(writing.Run, 1), Samples.Event(writing.Run, 2, silent: true), Samples.Mark(writing.Run, 3, "gap", 2.5, "The connection broke."));
        await writing.StoredAsync(3);
        EventView[] views = [.. (await hosted.EventsAsync("radio")).Select(node => node.Deserialize<EventView>(Strict)!)];
        Assert.Equal(["estimate", "estimate", "gap"], views.Select(v => v.Kind));
        Assert.Equal(1, views[0].Probabilities!.Values.Sum(), 4);
        Assert.Equal(views[0].Probabilities!.MaxBy(p => p.Value).Key, views[0].Emotion);
        Assert.Null(views[1].Emotion);
        Assert.True(views[1].Silent);
        Assert.Null(views[1].LevelDecibels);
        Assert.Equal(2.5, views[2].GapSeconds);
        Assert.Equal("The connection broke.", views[2].Detail);
        JsonObject silence = (await hosted.EventsAsync("radio"))[1]!.AsObject();
        Assert.True(silence.ContainsKey("emotion"), "silence says that it is no emotion, and does not leave it out");
        Assert.False((await hosted.EventsAsync("radio"))[2]!.AsObject().ContainsKey("emotion"));
    }

    [Fact]
    public async Task A_reader_that_comes_back_misses_nothing_and_hears_nothing_twice()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        Writing writing = Writing.To(hosted);
        const int Total = 3000;
        Task writer = Task.Run(async () =>
        {
            for (int i = 0; i < Total; i++)
            {
                writing.Enqueue(Samples.Event(writing.Run, i));
                if (i % 50 == 0)
                {
                    await Task.Delay(5);
                }
            }
        });
        var ids = new List<long>();
        var random = new Random(7);
        while (ids.Count < Total)
        {
            long after = ids.Count == 0 ? 0 : ids[^1];
            using ClientWebSocket socket = await hosted.ConnectAsync($"/api/v1/feed?after={after}");
            for (int take = random.Next(1, 900); take > 0 && ids.Count < Total; take--)
            {
                ids.Add((await Hosted.ReceiveJsonAsync(socket))!["id"]!.GetValue<long>());
            }
        }

        await writer;
        Assert.Equal(Enumerable.Range(1, Total).Select(i => (long)i), ids);
    }

    [Fact]
    public async Task Server_sent_events_go_on_behind_the_last_id()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        Writing writing = Writing.To(hosted);
        writing.Enqueue([.. Enumerable.Range(0, 10).Select(i => Samples.Event(writing.Run, i))]);
        await writing.StoredAsync(10);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Add("Last-Event-ID", "7");
        using HttpResponseMessage response = await hosted.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal(["8", "9", "10"], [await NextIdAsync(reader), await NextIdAsync(reader), await NextIdAsync(reader)]);
        writing.Enqueue(Samples.Mark(writing.Run, 11, "stalled"));
        Assert.Equal("11", await NextIdAsync(reader));
        Assert.Equal("event: stalled", await reader.ReadLineAsync());
        string data = (await reader.ReadLineAsync())!;
        Assert.StartsWith("data: {", data);
        Assert.Equal("stalled", JsonNode.Parse(data[6..])!["kind"]!.GetValue<string>());
        Assert.Equal("", await reader.ReadLineAsync());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    public async Task An_id_that_is_none_is_refused(string id)
    {
        await using Hosted hosted = await Hosted.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        request.Headers.Add("Last-Event-ID", id);
        await Hosted.ProblemAsync(await hosted.Client.SendAsync(request), 400);
        await Hosted.ProblemAsync(await hosted.Client.GetAsync($"/api/v1/events?after={id}"), 400);
    }

    [Fact]
    public async Task An_id_of_a_history_that_is_gone_still_hears_what_is_new()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        Writing writing = Writing.To(hosted);
        using ClientWebSocket socket = await hosted.ConnectAsync("/api/v1/feed?after=999999");
        writing.Enqueue(Samples.Event(writing.Run, 1));
        Assert.Equal(1, (await Hosted.ReceiveJsonAsync(socket))!["id"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_feed_of_one_stream_holds_no_other()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        Writing radio = Writing.To(hosted), desk = Writing.To(hosted, "desk");
        await Hosted.ProblemAsync(await hosted.Client.GetAsync("/api/v1/events?stream=nobody"), 404);
        using ClientWebSocket socket = await hosted.ConnectAsync("/api/v1/feed?stream=desk&after=0");
        for (int i = 0; i < 20; i++)
        {
            radio.Enqueue(Samples.Event(radio.Run, i));
            desk.Enqueue(Samples.Event(desk.Run, i));
        }

        for (int i = 0; i < 20; i++)
        {
            JsonNode e = (await Hosted.ReceiveJsonAsync(socket))!;
            Assert.Equal("desk", e["stream"]!.GetValue<string>());
            Assert.Equal(i, e["streamSeconds"]!.GetValue<double>());
        }
    }

    [Fact]
    public async Task A_reader_that_is_far_behind_is_served_from_the_disk_and_delays_nobody()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        Writing writing = Writing.To(hosted);
        int total = (2 * EventLog.Recent) + 100;
        using ClientWebSocket slow = await hosted.ConnectAsync("/api/v1/feed?after=0");
        writing.Enqueue([.. Enumerable.Range(0, total).Select(i => Samples.Event(writing.Run, i))]);
        // It has not read a single message, and everything is stored all the same.
        await writing.StoredAsync(total);
        for (int i = 1; i <= total; i++)
        {
            Assert.Equal(i, (await Hosted.ReceiveJsonAsync(slow))!["id"]!.GetValue<long>());
        }
    }

    [Fact]
    public async Task Many_readers_hear_the_same()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        Writing writing = Writing.To(hosted);
        var heard = new ConcurrentBag<string>();
        ClientWebSocket[] sockets = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => hosted.ConnectAsync("/api/v1/feed?after=0")));
        writing.Enqueue([.. Enumerable.Range(0, 200).Select(i => Samples.Event(writing.Run, i))]);
        await Task.WhenAll(sockets.Select(async socket =>
        {
            var ids = new List<long>();
            while (ids.Count < 200)
            {
                ids.Add((await Hosted.ReceiveJsonAsync(socket))!["id"]!.GetValue<long>());
            }

            heard.Add(string.Join(',', ids));
            socket.Dispose();
        }));
        Assert.Equal(20, heard.Count);
        Assert.Equal(string.Join(',', Enumerable.Range(1, 200)), Assert.Single(heard.Distinct()));
    }

    [Fact]
    public async Task The_end_of_the_service_closes_feeds_in_good_manners()
    {
        Hosted hosted = await Hosted.StartAsync();
        using ClientWebSocket socket = await hosted.ConnectAsync("/api/v1/feed");
        Task<byte[]?> last = Hosted.ReceiveAsync(socket);
        await hosted.DisposeAsync();
        Assert.Null(await last);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
    }

    [Fact]
    public async Task Exports_agree_with_each_other_while_storing_goes_on()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        Writing writing = Writing.To(hosted);
        writing.Enqueue(Samples.Mark(writing.Run, 0, "gap", 1, "=cmd|' /C calc'!A0, \"quoted\""));
        writing.Enqueue([.. Enumerable.Range(1, 4000).Select(i => Samples.Event(writing.Run, i, silent: i % 10 == 0))]);
        await writing.StoredAsync(4001);
        using var stop = new CancellationTokenSource();
        Task busy = Task.Run(async () =>
        {
            for (int i = 5000; !stop.IsCancellationRequested; i++)
            {
                writing.Enqueue(Samples.Event(writing.Run, i));
                await Task.Yield();
            }
        });
        string until = $"to={Samples.Start.AddSeconds(4500).ToUnixTimeMilliseconds()}";
        string csv = await hosted.Client.GetStringAsync($"/api/v1/streams/radio/export?format=csv&{until}");
        string lines = await hosted.Client.GetStringAsync($"/api/v1/streams/radio/export?format=jsonl&{until}");
        JsonArray array = (await hosted.GetAsync($"/api/v1/streams/radio/export?format=json&{until}")).AsArray();
        await stop.CancelAsync();
        await busy;
        string[] rows = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        JsonNode[] parsed = [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(4001, array.Count);
        Assert.Equal(array.Select(n => n!.ToJsonString()), parsed.Select(n => n.ToJsonString()));
        Assert.Equal(4002, rows.Length);
        string[] header = rows[0].Split(',');
        // What a spreadsheet would run is text, and quoted.
        Assert.EndsWith(",1,\"'=cmd|' /C calc'!A0, \"\"quoted\"\"\"", rows[1]);
        for (int i = 2; i < rows.Length; i++)
        {
            string[] cells = rows[i].Split(',');
            Assert.Equal(header.Length, cells.Length);
            JsonNode e = array[i - 1]!;
            Assert.Equal(e["id"]!.ToJsonString(), cells[0]);
            Assert.Equal(e["emotion"]?.GetValue<string>() ?? "", cells[Array.IndexOf(header, "emotion")]);
            Assert.Equal(e["probabilities"]!["sadness"]!.GetValue<double>(), double.Parse(cells[Array.IndexOf(header, "sadness")]), 9);
        }
    }

    private static async Task<string> NextIdAsync(StreamReader reader)
    {
        while (true)
        {
            string line = await reader.ReadLineAsync() ?? throw new EndOfStreamException();
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                return line[4..];
            }
        }
    }

    /// <summary>Writes into a service's history as a stream does.</summary>
    private sealed class Writing
    {
        private readonly HistoryWriter _writer;

        private Writing(HistoryWriter writer, RunRecord run)
        {
            _writer = writer;
            Run = run;
        }

        internal RunRecord Run { get; }

        internal static Writing To(Hosted hosted, string name = "radio")
        {
            IServiceProvider services = hosted.Service.Services;
            var store = services.GetRequiredService<HistoryStore>();
            StreamRecord stream = services.GetRequiredService<Streams.StreamRegistry>().Adopt(Samples.Stream(name, wanted: false));
            return new Writing(services.GetRequiredService<HistoryWriter>(), store.Begin(stream, Samples.Start, Samples.Labels));
        }

        internal void Enqueue(params HistoryEvent[] events)
        {
            foreach (HistoryEvent e in events)
            {
                _writer.Enqueue(e);
            }
        }

        internal Task<long> StoredAsync(int count) => Hosted.EventuallyAsync(() => Task.FromResult(_writer.Stored), stored => stored >= count, $"{count} stored events");
    }
}
