using System.Text.Encodings.Web;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using Polly;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>
/// Publishes each event as a JSON object to an MQTT broker, under <c>TOPIC/SOURCE</c>, with "at least once" (QoS 1). A lost
/// connection is made anew.
/// </summary>
public sealed class MqttOutput : StreamOutput
{
    private const string StandardTopic = "emotion";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ModelMetadata _model;
    private readonly string _topic;
    private readonly IMqttClient _client;
    private readonly MqttClientOptions _options;
    private readonly ResiliencePipeline _retry = NetworkRetry.Create(exception => exception is MqttCommunicationException);

    /// <param name="address"><c>mqtt://[USER:PASSWORD@]HOST[:PORT][/TOPIC]</c>, or <c>mqtts</c> for TLS.</param>
    /// <param name="model">Who gives the estimates.</param>
    /// <exception cref="InputException">It is no such address.</exception>
    public MqttOutput(string address, ModelMetadata model)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("mqtt" or "mqtts") || uri.Host.Length == 0)
            throw new InputException(address, "is no address of an MQTT broker", "write mqtt://HOST, mqtt://HOST:1883/TOPIC, or mqtts://… for TLS");
        var secure = uri.Scheme == "mqtts";
        var topic = Uri.UnescapeDataString(uri.AbsolutePath).Trim('/');
        if (topic.AsSpan().IndexOfAny('#', '+') >= 0)
            throw new InputException(address, $"'{topic}' is no topic to publish to", "leave # and + out");
        _model = model;
        _topic = topic.Length == 0 ? StandardTopic : topic;
        Subject = $"{uri.Scheme}://{uri.Authority}/{_topic}";
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(uri.Host, uri.IsDefaultPort || uri.Port < 0 ? (secure ? 8883 : 1883) : uri.Port)
            .WithTimeout(Patience)
            .WithCleanStart();
        if (secure)
            options.WithTlsOptions(tls => tls.UseTls());
        if (uri.UserInfo.Length > 0)
        {
            var parts = uri.UserInfo.Split(':', 2);
            options.WithCredentials(Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        _options = options.Build();
        _client = new MqttClientFactory().CreateMqttClient();
    }

    /// <inheritdoc/>
    public override string Subject { get; }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellation)
    {
        try
        {
            foreach (var one in events)
                await _retry.ExecuteAsync(async token => await PublishAsync(one, token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        catch (MqttCommunicationException exception)
        {
            throw new InputException(Subject, $"cannot be reached ({exception.Message.TrimEnd('.')})", "check the address, and that the broker runs", exception);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            try
            {
                await _client.DisconnectAsync().ConfigureAwait(false);
            }
            catch (MqttCommunicationException)
            {
                // It has gone before we could say goodbye.
            }
        }

        _client.Dispose();
    }

    private async Task PublishAsync(StreamEvent one, CancellationToken cancellation)
    {
        if (!_client.IsConnected)
        {
            var answer = await ConnectAsync(cancellation).ConfigureAwait(false);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
                throw new InputException(Subject, $"refuses the connection ({answer.ResultCode})", "check the user name and the password");
        }

        // A slash would make levels of its own, and + and # may not be in a topic.
        var source = string.Concat(one.Source.Select(letter => letter is '/' or '+' or '#' ? '_' : letter));
        await _client.PublishAsync(
            new MqttApplicationMessage
            {
                Topic = $"{_topic}/{source}",
                PayloadSegment = Body(one),
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                ContentType = "application/json",
            },
            cancellation).ConfigureAwait(false);
    }

    private async Task<MqttClientConnectResult> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            return await _client.ConnectAsync(_options, cancellation).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            // It still takes leave of a broker that has gone: as transient as the broker's absence.
            throw new MqttCommunicationException(exception.Message, exception);
        }
    }

    private byte[] Body(StreamEvent one)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
            EstimateFields.WriteEvent(json, _model, one);
        return bytes.ToArray();
    }
}
