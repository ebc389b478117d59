using RealtimeEmotion.Audio.Streams;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

/// <summary>Each protocol that a stream may come by, with ffmpeg as its sender.</summary>
public sealed class NetworkProtocolTests
{
    private static readonly ListenOptions Options = new()
    {
        BackOff = TimeSpan.FromMilliseconds(100),
        LongestBackOff = TimeSpan.FromMilliseconds(400),
        StallAfter = TimeSpan.FromSeconds(1),
    };

    // Who sends says who waits for whom: a player of SRT, RTMP and TCP connects to the sender.
    [Theory]
    [InlineData("srt", "srt://127.0.0.1:{0}", "?mode=listener", "-f", "mpegts")]
    [InlineData("rtmp", "rtmp://127.0.0.1:{0}/live/set", "", "-f", "flv", "-listen", "1")]
    [InlineData("tcp", "tcp://127.0.0.1:{0}", "?listen=1", "-f", "mpegts")]
    public async Task A_connection_that_is_cut_is_made_again(string protocol, string address, string asListener, params string[] format)
    {
        Require(protocol);
        var url = string.Format(address, ChildProgram.FreePort());
        string[] send = ["-c:a", "aac", .. format, url + asListener];
        using var listener = new StreamListener(StreamAddress.Parse($"live={url}"), Listening.Model, Options);
        listener.Start();
        List<StreamEvent> events;
        using (var sender = ChildProgram.Noise(send))
        {
            events = await listener.Until(StreamEventKind.Estimate);
            events.AddRange(await listener.Until(StreamEventKind.Estimate));
            sender.Kill();
        }

        events.AddRange(await listener.Until(StreamEventKind.Failed));
        using (ChildProgram.Noise(send))
        {
            events.AddRange(await listener.Until(StreamEventKind.Gap));
            events.AddRange(await listener.Until(StreamEventKind.Estimate));
            listener.Stop();
            events.AddRange(await listener.Everything());
        }

        Check(events);
        Assert.True(listener.Statistics.Reconnects >= 1);
    }

    // Nobody tells that a sender of datagrams has gone: the stream stalls. Plain UDP goes on with whoever sends next. RTP
    // numbers its packets from anywhere, so those of another sender may pass for old ones: then it goes on when the stall has
    // lasted long enough to connect anew.
    [Theory]
    [InlineData("udp", "udp://127.0.0.1:{0}", "?pkt_size=1316", "mpegts")]
    [InlineData("rtp", "rtp://127.0.0.1:{0}", "", "rtp_mpegts")]
    public async Task Datagrams_that_stop_are_a_stall(string protocol, string address, string sending, string format)
    {
        Require(protocol);
        var url = string.Format(address, ChildProgram.FreePort());
        string[] send = ["-c:a", "aac", "-f", format, url + sending];
        var options = protocol == "rtp" ? Options with { ReconnectAfterStall = TimeSpan.FromSeconds(3) } : Options;
        using var listener = new StreamListener(StreamAddress.Parse($"live={url}"), Listening.Model, options);
        listener.Start();
        List<StreamEvent> events;
        using (var sender = ChildProgram.Noise(send))
        {
            events = await listener.Until(StreamEventKind.Estimate);
            sender.Kill();
        }

        events.AddRange(await listener.Until(StreamEventKind.Stalled));
        using (ChildProgram.Noise(send))
        {
            events.AddRange(await listener.Until(StreamEventKind.Resumed, protocol == "rtp" ? StreamEventKind.Gap : StreamEventKind.Resumed));
            events.AddRange(await listener.Until(StreamEventKind.Estimate));
            listener.Stop();
            events.AddRange(await listener.Everything());
        }

        Check(events);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_camera_by_rtsp(bool overTcp)
    {
        Require("rtp");
        using var server = new RtspServer(overTcp);
        using var listener = new StreamListener(StreamAddress.Parse($"camera=rtsp://127.0.0.1:{server.Port}/track"), Listening.Model, Options);
        listener.Start();
        var events = await listener.Until(StreamEventKind.Estimate);
        events.AddRange(await listener.Until(StreamEventKind.Estimate));
        listener.Stop();
        events.AddRange(await listener.Everything());
        Check(events);
        Assert.DoesNotContain(events, one => one.Kind == StreamEventKind.Failed);
    }

    private static void Require(string protocol)
    {
        Programs.Require("ffmpeg");
        var protocols = System.Text.Encoding.ASCII.GetString(Programs.Run("ffmpeg", "-hide_banner", "-protocols")).Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (!protocols.Contains(protocol))
            Assert.Skip($"this ffmpeg knows no {protocol}");
    }

    private static void Check(List<StreamEvent> events)
    {
        Assert.All(events.Where(one => one.SampleRate > 0), one => Assert.Equal(44100, one.SampleRate));
        Assert.All(events.Estimates(), estimate => Assert.False(estimate.IsSilent));
        Assert.DoesNotContain(events, one => one.Kind == StreamEventKind.FormatChanged);
        // A stall is told where the sound stopped; the estimate of what was heard before it ends a few frames earlier.
        Listening.CheckTime([.. events.Where(one => one.Kind is not (StreamEventKind.Stalled or StreamEventKind.Resumed))]);
        Assert.Equal(StreamEventKind.Ended, events[^1].Kind);
    }
}
