using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace RealtimeEmotion.Audio.Tests.Streams;

/// <summary>
/// As much of an RTSP 1.0 server (RFC 2326) as one player needs: noise as 16-bit PCM (RTP payload type 11), over UDP or
/// inside the connection.
/// </summary>
internal sealed partial class RtspServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly bool _overTcp;
    private readonly Task _serving;

    public RtspServer(bool overTcp)
    {
        _overTcp = overTcp;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    public void Dispose()
    {
        _stop.Cancel();
        _serving.GetAwaiter().GetResult();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The test is over, or the player has gone.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var relay = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var sendTo = ((IPEndPoint)relay.Client.LocalEndPoint!).Port;
        using var writing = new SemaphoreSlim(1);
        ChildProgram? sender = null;
        var relaying = Task.CompletedTask;
        try
        {
            while (await RequestAsync(stream) is { } request)
            {
                var method = request[..request.IndexOf(' ')];
                var extra = "";
                var status = "200 OK";
                switch (method)
                {
                    case "OPTIONS":
                        extra = "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n";
                        break;
                    case "DESCRIBE":
                        var description = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=noise\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 0 RTP/AVP 11\r\na=control:track\r\n";
                        extra = $"Content-Type: application/sdp\r\nContent-Length: {description.Length}\r\n\r\n{description}";
                        break;
                    case "SETUP" when _overTcp && !request.Contains("RTP/AVP/TCP", StringComparison.Ordinal):
                        status = "461 Unsupported Transport";
                        break;
                    case "SETUP":
                        if (!_overTcp)
                            sendTo = int.Parse(ClientPort().Match(request).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
                        extra = $"Session: 1\r\n{TransportLine().Match(request).Value.Trim()}\r\n";
                        break;
                    case "PLAY":
                        extra = "Session: 1\r\n";
                        break;
                }

                var end = extra.Contains("\r\n\r\n", StringComparison.Ordinal) ? "" : "\r\n";
                await WriteAsync(stream, writing, Encoding.ASCII.GetBytes($"RTSP/1.0 {status}\r\n{SequenceLine().Match(request).Value.Trim()}\r\n{extra}{end}"));
                if (method != "PLAY" || sender is not null)
                    continue;
                sender = ChildProgram.Noise("-ac", "1", "-c:a", "pcm_s16be", "-f", "rtp", $"rtp://127.0.0.1:{sendTo}");
                if (_overTcp)
                    relaying = RelayAsync(relay, stream, writing);
            }
        }
        finally
        {
            sender?.Dispose();
            relay.Dispose();
            await relaying;
        }
    }

    // A packet within the connection: a dollar sign, the channel, the length in two bytes.
    private async Task RelayAsync(UdpClient relay, NetworkStream stream, SemaphoreSlim writing)
    {
        try
        {
            while (true)
            {
                var packet = (await relay.ReceiveAsync(_stop.Token)).Buffer;
                await WriteAsync(stream, writing, [(byte)'$', 0, (byte)(packet.Length >> 8), (byte)packet.Length, .. packet]);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The player has gone.
        }
    }

    private async Task WriteAsync(NetworkStream stream, SemaphoreSlim writing, byte[] bytes)
    {
        await writing.WaitAsync(_stop.Token);
        try
        {
            await stream.WriteAsync(bytes, _stop.Token);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>The head of the next request, without packets that the player sends between them; null at the end.</summary>
    private async Task<string?> RequestAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (true)
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            if (head.Length == 0 && one[0] == '$')
            {
                var frame = new byte[3];
                await stream.ReadExactlyAsync(frame, _stop.Token);
                await stream.ReadExactlyAsync(new byte[(frame[1] << 8) | frame[2]], _stop.Token);
                continue;
            }

            head.Append((char)one[0]);
            if (head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
                return head.ToString();
        }
    }

    [GeneratedRegex("client_port=([0-9]+)")]
    private static partial Regex ClientPort();

    [GeneratedRegex("Transport:[^\r\n]*")]
    private static partial Regex TransportLine();

    [GeneratedRegex("CSeq:[^\r\n]*")]
    private static partial Regex SequenceLine();
}
