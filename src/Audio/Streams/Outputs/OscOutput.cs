using System.Net;
using System.Net.Sockets;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>
/// Open Sound Control over UDP, for lights, synthesizers and visuals: one bundle an estimate, with <c>/emotion/SOURCE/LABEL</c>
/// for each probability, <c>…/top</c> (the emotion's name; empty for silence), <c>…/valence</c>, <c>…/arousal</c>,
/// <c>…/confidence</c>, <c>…/level</c> (dBFS, −200 at least) and <c>…/silent</c> (0 or 1); for all else <c>…/state</c>.
/// </summary>
public sealed class OscOutput : StreamOutput
{
    private const float LowestLevel = -200;

    private readonly ModelMetadata _model;
    private readonly Socket _socket;
    private readonly EndPoint _target;

    /// <param name="address"><c>HOST:PORT</c>.</param>
    /// <param name="model">Who gives the estimates.</param>
    /// <exception cref="InputException">There is no such address.</exception>
    public OscOutput(string address, ModelMetadata model)
    {
        _model = model;
        Subject = $"osc {address}";
        _target = Resolve(address);
        _socket = new Socket(_target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
    }

    /// <inheritdoc/>
    public override string Subject { get; }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellation)
    {
        try
        {
            foreach (var one in events)
                await _socket.SendToAsync(Bundle(one).Bytes.ToArray(), SocketFlags.None, _target, cancellation).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw new InputException(Subject, $"cannot be sent to ({exception.Message.TrimEnd('.')})", "check the address and the network", exception);
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private OscBundle Bundle(StreamEvent streamEvent)
    {
        var bundle = new OscBundle(streamEvent.WallClock);
        var source = $"/emotion/{OscBundle.Part(streamEvent.Source)}";
        if (streamEvent.Estimate is not { } estimate)
        {
            bundle.Add($"{source}/state", EstimateFields.NameOf(streamEvent.Kind));
            return bundle;
        }

        var probabilities = estimate.Probabilities;
        for (var i = 0; i < _model.Labels.Length; i++)
            bundle.Add($"{source}/{OscBundle.Part(_model.Labels[i])}", probabilities[i]);
        bundle.Add($"{source}/top", EstimateFields.EmotionOf(_model, estimate) ?? "");
        bundle.Add($"{source}/valence", estimate.Valence);
        bundle.Add($"{source}/arousal", estimate.Arousal);
        bundle.Add($"{source}/confidence", estimate.Confidence);
        bundle.Add($"{source}/level", Math.Max(LowestLevel, estimate.LevelDecibels));
        bundle.Add($"{source}/silent", estimate.IsSilent ? 1 : 0);
        return bundle;
    }

    private static IPEndPoint Resolve(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(address[(colon + 1)..], out var port) || port == 0)
            throw new InputException(address, "is no address for OSC", "write HOST:PORT, as in 127.0.0.1:9000");
        var host = address[..colon].Trim('[', ']');
        try
        {
            var found = Dns.GetHostAddresses(host);
            return new IPEndPoint(found.FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork) ?? found[0], port);
        }
        catch (SocketException exception)
        {
            throw new InputException(address, $"cannot be found ({exception.Message.TrimEnd('.')})", "check the name", exception);
        }
    }
}
