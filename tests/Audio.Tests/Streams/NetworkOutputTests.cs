using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MQTTnet.Server;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Audio.Streams.Outputs;
using RealtimeEmotion.Engine;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

public sealed class NetworkOutputTests
{
    [Fact]
    public async Task Osc_is_what_a_receiver_reads()
    {
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var output = new OscOutput($"127.0.0.1:{((IPEndPoint)receiver.Client.LocalEndPoint!).Port}", Said.Model);
        await output.WriteAsync([Said.Estimate(0.5, "joy") with { Source = "my radio" }, Said.Estimate(1, null), Said.News(StreamEventKind.Stalled, 1, null, 3)], TestContext.Current.CancellationToken);

        var estimate = ReadBundle((await receiver.ReceiveAsync(TestContext.Current.CancellationToken)).Buffer, out var time);
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 10, 0, 0, 500, TimeSpan.Zero), time);
        Assert.Equal(
            new Dictionary<string, object>
            {
                ["/emotion/my_radio/joy"] = 0.7f,
                ["/emotion/my_radio/sadness"] = 0.1f,
                ["/emotion/my_radio/neutral"] = 0.1f,
                ["/emotion/my_radio/anger"] = 0.1f,
                ["/emotion/my_radio/top"] = "joy",
                ["/emotion/my_radio/valence"] = -0.25f,
                ["/emotion/my_radio/arousal"] = 0.75f,
                ["/emotion/my_radio/confidence"] = 0.5f,
                ["/emotion/my_radio/level"] = -12.25f,
                ["/emotion/my_radio/silent"] = 0,
            },
            estimate);
        var silence = ReadBundle((await receiver.ReceiveAsync(TestContext.Current.CancellationToken)).Buffer, out _);
        Assert.Equal(1, silence["/emotion/radio/silent"]);
        Assert.Equal("", silence["/emotion/radio/top"]);
        Assert.Equal(-200f, silence["/emotion/radio/level"]);
        var stalled = ReadBundle((await receiver.ReceiveAsync(TestContext.Current.CancellationToken)).Buffer, out _);
        Assert.Equal("stalled", Assert.Single(stalled).Value);
    }

    [Theory]
    [InlineData("9000")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:70000")]
    public void Osc_wants_a_host_and_a_port(string address) => Assert.Throws<InputException>(() => new OscOutput(address, Said.Model));

    [Fact]
    public async Task A_webhook_gets_what_has_come_and_is_tried_again()
    {
        using var server = new WebServer();
        server.Answers.Enqueue(HttpStatusCode.ServiceUnavailable);
        server.Answers.Enqueue(HttpStatusCode.OK);
        await using var output = new WebhookOutput($"http://user:pass@127.0.0.1:{server.Port}/hook?key=secret", Said.Model);
        Assert.DoesNotContain("secret", output.Subject);
        Assert.DoesNotContain("pass", output.Subject);
        await output.WriteAsync([Said.Estimate(1, "joy"), Said.Estimate(2, "anger")], TestContext.Current.CancellationToken);
        Assert.Equal(2, server.Bodies.Count);
        Assert.Equal(server.Bodies[0], server.Bodies[1]);
        Assert.Equal(["joy", "anger"], JsonDocument.Parse(server.Bodies[1]).RootElement.EnumerateArray().Select(one => one.GetProperty("emotion").GetString()));
        Assert.Equal("Basic " + Convert.ToBase64String("user:pass"u8), server.Authorization);
    }

    [Fact]
    public async Task A_webhook_that_refuses_is_not_asked_again()
    {
        using var server = new WebServer();
        server.Answers.Enqueue(HttpStatusCode.NotFound);
        await using var output = new WebhookOutput($"http://127.0.0.1:{server.Port}/hook", Said.Model);
        var exception = await Assert.ThrowsAsync<InputException>(async () => await output.WriteAsync([Said.Estimate(1, "joy")], default));
        Assert.Contains("404", exception.Message);
        Assert.Single(server.Bodies);
        Assert.Throws<InputException>(() => new WebhookOutput("ftp://example.org", Said.Model));
    }

    [Fact]
    public async Task Mqtt_publishes_under_the_sources_name_and_finds_a_broker_again()
    {
        var port = FreePort();
        var heard = new List<(string Topic, string Payload)>();
        await using var output = new MqttOutput($"mqtt://127.0.0.1:{port}/stage/mood", Said.Model);
        using (var broker = await Broker(port, heard))
        {
            await output.WriteAsync([Said.Estimate(1, "joy") with { Source = "a/b" }], TestContext.Current.CancellationToken);
            await broker.StopAsync(new MqttServerStopOptions());
        }

        Assert.Equal("stage/mood/a_b", Assert.Single(heard).Topic);
        Assert.Equal("joy", JsonDocument.Parse(heard[0].Payload).RootElement.GetProperty("emotion").GetString());
        using var again = await Broker(port, heard);
        await output.WriteAsync([Said.Estimate(2, "anger")], TestContext.Current.CancellationToken);
        Assert.Equal("stage/mood/radio", heard[1].Topic);
        await again.StopAsync(new MqttServerStopOptions());
    }

    [Theory]
    [InlineData("http://host/topic")]
    [InlineData("mqtt://host/a/+/b")]
    [InlineData("mqtt")]
    public void Mqtt_wants_a_broker(string address) => Assert.Throws<InputException>(() => new MqttOutput(address, Said.Model));

    private static async Task<MqttServer> Broker(int port, List<(string, string)> heard)
    {
        var factory = new MqttServerFactory();
        var broker = factory.CreateMqttServer(factory.CreateServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointPort(port).Build());
        broker.InterceptingPublishAsync += published =>
        {
            heard.Add((published.ApplicationMessage.Topic, Encoding.UTF8.GetString(published.ApplicationMessage.Payload.ToArray())));
            return Task.CompletedTask;
        };
        await broker.StartAsync();
        return broker;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    // By the specification, not by our own writer.
    private static Dictionary<string, object> ReadBundle(byte[] datagram, out DateTimeOffset time)
    {
        Assert.Equal(0, datagram.Length % 4);
        Assert.Equal("#bundle\0"u8.ToArray(), datagram[..8]);
        var seconds = BinaryPrimitives.ReadUInt32BigEndian(datagram.AsSpan(8));
        var fraction = BinaryPrimitives.ReadUInt32BigEndian(datagram.AsSpan(12));
        time = new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(seconds).AddMilliseconds(Math.Round(fraction * 1000.0 / 4294967296));
        var messages = new Dictionary<string, object>();
        for (var at = 16; at < datagram.Length;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(datagram.AsSpan(at));
            var message = datagram.AsSpan(at + 4, size);
            at += 4 + size;
            var address = ReadText(ref message);
            messages.Add(address, ReadText(ref message) switch
            {
                ",f" => BinaryPrimitives.ReadSingleBigEndian(message),
                ",i" => BinaryPrimitives.ReadInt32BigEndian(message),
                ",s" => ReadText(ref message),
                var other => throw new InvalidDataException(other),
            });
        }

        return messages;
    }

    private static string ReadText(ref Span<byte> message)
    {
        var length = message.IndexOf((byte)0);
        var text = Encoding.ASCII.GetString(message[..length]);
        message = message[(length / 4 * 4 + 4)..];
        return text;
    }

    private sealed class WebServer : IDisposable
    {
        private readonly HttpListener _listener = new();

        public WebServer()
        {
            Port = FreePort();
            _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
            _listener.Start();
            _ = AnswerAsync();
        }

        public int Port { get; }

        public Queue<HttpStatusCode> Answers { get; } = new();

        public List<string> Bodies { get; } = [];

        public string? Authorization { get; private set; }

        public void Dispose() => _listener.Close();

        private async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using (var body = new StreamReader(context.Request.InputStream))
                        Bodies.Add(await body.ReadToEndAsync());
                    Authorization = context.Request.Headers["Authorization"];
                    context.Response.StatusCode = (int)Answers.Dequeue();
                    context.Response.Close();
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }
    }
}
