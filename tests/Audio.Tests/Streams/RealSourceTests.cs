using System.Net;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

/// <summary>Servers and devices as they are, on this machine.</summary>
public sealed class RealSourceTests : IDisposable
{
    private static readonly ListenOptions Options = new() { BackOff = TimeSpan.FromMilliseconds(100), LongestBackOff = TimeSpan.FromMilliseconds(400) };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_web_stream_that_is_cut_and_comes_back()
    {
        Programs.Require("ffmpeg");
        var url = $"http://127.0.0.1:{ChildProgram.FreePort()}/live.mp3";
        string[] serve = ["-c:a", "libmp3lame", "-b:a", "128k", "-f", "mp3", "-listen", "1", url];
        using var listener = new StreamListener(StreamAddress.Parse($"radio={url}"), Listening.Model, Options);
        listener.Start();
        List<StreamEvent> events;
        using (var server = ChildProgram.Noise(serve))
        {
            // The first tries come before the server stands.
            events = await listener.Until(StreamEventKind.Estimate);
            server.Kill();
        }

        events.AddRange(await listener.Until(StreamEventKind.Failed));
        using (ChildProgram.Noise(serve))
        {
            events.AddRange(await listener.Until(StreamEventKind.Gap));
            events.AddRange(await listener.Until(StreamEventKind.Estimate));
            listener.Stop();
            events.AddRange(await listener.Everything());
        }

        var gap = Assert.Single(events, one => one.Kind == StreamEventKind.Gap);
        Assert.Equal(1, listener.Statistics.Reconnects);
        Assert.True(gap.GapSeconds >= 0);
        var before = events.TakeWhile(one => one != gap).Last(one => one.Kind == StreamEventKind.Estimate);
        var behind = events.SkipWhile(one => one != gap).First(one => one.Kind == StreamEventKind.Estimate);
        Assert.True(before.SamplePosition <= gap.SamplePosition - (long)(gap.GapSeconds!.Value * gap.SampleRate) + 1);
        Assert.True(behind.Estimate!.Value.EndSample - behind.Estimate.Value.LengthSamples >= gap.SamplePosition);
        Assert.All(events.Estimates(), estimate => Assert.False(estimate.IsSilent));
        Listening.CheckTime(events);
        Assert.Equal(StreamEventKind.Ended, events[^1].Kind);
    }

    [Fact]
    public async Task An_icecast_whose_source_is_killed_and_started_again()
    {
        Programs.Require("ffmpeg");
        Programs.Require("icecast2");
        var port = ChildProgram.FreePort();
        using var server = Icecast.Start(_folder.Path, port);
        using var listener = new StreamListener(StreamAddress.Parse($"icecast={Icecast.Address(port)}"), Listening.Model, Options);
        var first = await Icecast.StartSourceAsync(port);
        List<StreamEvent> events;
        using (first)
        {
            listener.Start();
            events = await listener.Until(StreamEventKind.Estimate);
            first.Kill();
        }

        events.AddRange(await listener.Until(StreamEventKind.Failed));
        using var second = await Icecast.StartSourceAsync(port);
        events.AddRange(await listener.Until(StreamEventKind.Gap));
        events.AddRange(await listener.Until(StreamEventKind.Estimate));
        Assert.True(listener.Statistics.Reconnects >= 1);
        Listening.CheckTime(events);
    }

    [Fact]
    public async Task A_playlist_of_segments()
    {
        Programs.Require("ffmpeg");
        using var server = new FileServer(_folder.Path);
        using var encoder = ChildProgram.Noise("-c:a", "aac", "-f", "hls", "-hls_time", "1", "-hls_list_size", "4", "-hls_flags", "delete_segments", _folder["live.m3u8"]);
        await Listening.Eventually(() => File.Exists(_folder["live1.ts"]) && File.Exists(_folder["live.m3u8"]));
        using var listener = new StreamListener(StreamAddress.Parse($"hls=http://127.0.0.1:{server.Port}/live.m3u8"), Listening.Model, Options);
        listener.Start();
        var events = await listener.Until(StreamEventKind.Estimate);
        events.AddRange(await listener.Until(StreamEventKind.Estimate));
        Assert.DoesNotContain(events, one => one.Kind is StreamEventKind.Failed or StreamEventKind.Gap);
        Assert.Equal(44100, events[^1].SampleRate);
    }

    [Fact]
    public async Task A_playlist_from_outside_reads_no_file_of_ours()
    {
        Programs.Require("ffmpeg");
        var secret = _folder["secret.wav"];
        File.WriteAllBytes(secret, WavBytes.Pcm16(1, 44100, [.. Enumerable.Repeat(1000, 44100 * 3)]));
        File.WriteAllText(_folder["evil.m3u8"], $"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nfile://{secret}\n#EXT-X-ENDLIST\n");
        using var server = new FileServer(_folder.Path);
        using var listener = new StreamListener(StreamAddress.Parse($"http://127.0.0.1:{server.Port}/evil.m3u8"), Listening.Model, Options with { MostRetries = 0 });
        listener.Start();
        var events = await listener.Everything();
        Assert.Equal([StreamEventKind.Failed, StreamEventKind.Ended], events.Select(one => one.Kind));
    }

    [Fact]
    public async Task A_file_on_a_server_comes_to_its_end()
    {
        Programs.Require("ffmpeg");
        var sound = TestSignal.Noise(16000 * 4);
        WavWriter16(_folder["a.wav"], sound);
        using var server = new FileServer(_folder.Path);
        using var listener = new StreamListener(StreamAddress.Parse($"http://127.0.0.1:{server.Port}/a.wav"), Listening.Model, Options with { Fast = true });
        listener.Start();
        var events = await listener.Everything();
        Assert.Equal([StreamEventKind.Connected, StreamEventKind.Ended], events.Where(one => one.Kind != StreamEventKind.Estimate).Select(one => one.Kind));
        Assert.Equal(Listening.Direct(AudioReading.ReadMono(_folder["a.wav"], out _), 16000), events.Estimates());
    }

    [Fact]
    public async Task What_is_no_sound_is_said_and_given_up()
    {
        Programs.Require("ffmpeg");
        File.WriteAllText(_folder["a.mp3"], "<html>not here</html>");
        using var server = new FileServer(_folder.Path);
        foreach (var (path, problem) in ((string, string)[])[("missing.mp3", "404"), ("a.mp3", "cannot be opened")])
        {
            using var listener = new StreamListener(StreamAddress.Parse($"http://user:secret@127.0.0.1:{server.Port}/{path}"), Listening.Model, Options with { MostRetries = 1 });
            listener.Start();
            var events = await listener.Everything();
            Assert.Equal([StreamEventKind.Failed, StreamEventKind.Failed, StreamEventKind.Ended], events.Select(one => one.Kind));
            Assert.All(events, one => Assert.DoesNotContain("secret", one.Detail));
            Assert.Contains(problem, events[0].Detail);
        }
    }

    [Fact]
    public async Task What_a_loudspeaker_plays_is_a_device()
    {
        Programs.Require("ffmpeg");
        Programs.Require("pulseaudio");
        Programs.Require("pactl");
        using var server = NullSink.Start(_folder.Path);
        await Listening.Eventually(() => CaptureDevices.List().Any(device => device.System == "pulse"));
        var device = CaptureDevices.List().First(device => device.System == "pulse");
        Assert.Equal(NullSink.Monitor, device.Name);
        Assert.Equal("Monitor of Stage", device.Description);
        Assert.True(device.IsLoopback);

        using var listener = new StreamListener(StreamAddress.Parse($"device:{NullSink.Monitor}"), Listening.Model, Options);
        listener.Start();
        // Nobody plays: a loudspeaker that is silent, not a stream that has stalled.
        var events = await listener.Until(StreamEventKind.Estimate);
        Assert.True(events[^1].Estimate!.Value.IsSilent);
        using (NullSink.Play())
            await Listening.Eventually(() => listener.Events.TryRead(out var one) && one.Estimate is { IsSilent: false });
        server.Kill();
        events = await listener.Until(StreamEventKind.Failed);
        Assert.Contains("trying again", events[^1].Detail);

        var other = Assert.Throws<InputException>(() => CaptureDevices.Open(StreamAddress.Parse("device:no such thing"), default));
        Assert.Contains("there is no such device", other.Message);
    }

    [Fact]
    public void The_list_of_devices_is_read_as_ffmpeg_prints_it()
    {
        string[] lines =
        [
            "Auto-detected sources for pulse:",
            "* alsa_input.usb-mic [USB [2.0] microphone] (none)",
            "  stage.monitor [Monitor of Stage] (none)",
            "  plain [A name without an end]",
            "",
        ];
        Assert.Equal(
            [
                new CaptureDevice("pulse", "alsa_input.usb-mic", "USB [2.0] microphone", true, false),
                new CaptureDevice("pulse", "stage.monitor", "Monitor of Stage", false, true),
                new CaptureDevice("pulse", "plain", "A name without an end", false, false),
            ],
            CaptureDevices.Parse("pulse", lines));
    }

    [Fact]
    public async Task A_stream_that_changes_its_rate_is_followed()
    {
        Programs.Require("ffmpeg");
        // Two elementary streams of AAC, one behind the other: the rate and the channels change between two frames.
        var parts = new List<byte>();
        foreach (var (rate, channels) in ((int, int)[])[(44100, 2), (22050, 1)])
        {
            var name = _folder[$"{rate}.aac"];
            Programs.Run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"anoisesrc=color=pink:sample_rate={rate}:amplitude=0.5:duration=4", "-ac", $"{channels}", "-c:a", "aac", "-f", "adts", name);
            parts.AddRange(File.ReadAllBytes(name));
        }

        File.WriteAllBytes(_folder["both.aac"], [.. parts]);
        // At about its own pace: what ffmpeg says of the change comes beside the sound, and all at once would be seconds of it.
        using var server = new FileServer(_folder.Path, TimeSpan.FromMilliseconds(60));
        using var listener = new StreamListener(StreamAddress.Parse($"http://127.0.0.1:{server.Port}/both.aac"), Listening.Model, Options with { Fast = true, MostRetries = 0 });
        listener.Start();
        var events = await listener.Everything();
        // Eight seconds of sound in all: had the second half been taken at the first one's rate, it would be six.
        Assert.InRange(events[^1].StreamSeconds, 7.8, 8.3);
        // The coder may change one of the two a frame before the other.
        var changes = events.Where(one => one.Kind == StreamEventKind.FormatChanged).ToList();
        Assert.InRange(changes.Count, 1, 2);
        Assert.Equal("22050 Hz, 1 channel, converted to 44100 Hz, 2 channels", changes[^1].Detail);
        Assert.InRange(changes[^1].StreamSeconds, 2, 4.2);
        Assert.All(events, one => Assert.Equal(44100, one.SampleRate));
        Listening.CheckTime(events);
        Assert.All(events.Estimates(), estimate => Assert.False(estimate.IsSilent));
    }

    private static void WavWriter16(string path, float[] sound) =>
        Files.WavWriter.WriteAll(path, sound, 16000, 1, Formats.SampleEncoding.Pcm16);

    /// <summary>Files over HTTP.</summary>
    private sealed class FileServer : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly TimeSpan _pause;

        /// <param name="folder">Where they lie.</param>
        /// <param name="pause">Between a kilobyte and the next.</param>
        public FileServer(string folder, TimeSpan pause = default)
        {
            _pause = pause;
            Port = ChildProgram.FreePort();
            _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
            _listener.Start();
            _ = ServeAsync(folder);
        }

        public int Port { get; }

        public void Dispose() => _listener.Close();

        private async Task ServeAsync(string folder)
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    var path = Path.Combine(folder, Path.GetFileName(context.Request.Url!.AbsolutePath));
                    using var response = context.Response;
                    if (!File.Exists(path))
                    {
                        response.StatusCode = 404;
                        continue;
                    }

                    var content = await File.ReadAllBytesAsync(path);
                    response.ContentLength64 = content.Length;
                    foreach (var part in _pause == default ? [content] : content.Chunk(1024))
                    {
                        await response.OutputStream.WriteAsync(part);
                        await response.OutputStream.FlushAsync();
                        await Task.Delay(_pause);
                    }
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
                {
                    // Closed, or the client has gone.
                }
            }
        }
    }
}
