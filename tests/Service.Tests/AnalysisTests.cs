using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Decoders;
using RealtimeEmotion.Cli.Tests;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using Xunit;

namespace RealtimeEmotion.Service.Tests;

public sealed class AnalysisTests
{
    private static readonly byte[] Song = Wav.Pcm16(44100, 2, Wav.Music(44100, 6, 2));

    [Fact]
    public async Task An_upload_is_heard_as_the_file_itself_is()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        string path = hosted.Write("song.wav", Song);
        using EmotionModel model = Hosted.TinyModelLoaded();
        ClipAnalysis expected = ClipAnalysis.Run(path, model, new AnalysisOptions { HopSeconds = 0.5 });
        JsonNode answer = await PostAsync(hosted, Song, "name=song.wav&hopSeconds=0.5");
        Assert.Equal("song.wav", answer["file"]!.GetValue<string>());
        Assert.Equal(6, answer["durationSeconds"]!.GetValue<double>(), 6);
        Same(model, expected.Summary, answer["summary"]!);
        Assert.Equal(expected.Estimates.Count, answer["estimates"]!.AsArray().Count);
        for (int i = 0; i < expected.Estimates.Count; i++)
        {
            Same(model, expected.Estimates[i], answer["estimates"]![i]!);
            Assert.Equal(expected.Estimates[i].EndSample / 44100.0, answer["estimates"]![i]!["time"]!.GetValue<double>(), 6);
        }

        Assert.Equal(expected.Segments.Count, answer["segments"]!.AsArray().Count);
        Assert.Equal(0, answer["segments"]![0]!["start"]!.GetValue<double>());
        Assert.Equal(6, answer["segments"]!.AsArray()[^1]!["end"]!.GetValue<double>(), 6);
        double drawn = answer["waveform"]!["secondsPerPoint"]!.GetValue<double>() * answer["waveform"]!["minimum"]!.AsArray().Count;
        Assert.InRange(drawn, 6, 6.01);
        Empty(hosted);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Windows\\win.ini", "win.ini")]
    [InlineData("a\u0007b\n.wav", "ab.wav")]
    [InlineData("", "the upload")]
    public async Task A_name_is_a_label_and_nothing_else(string name, string shown)
    {
        await using Hosted hosted = await Hosted.StartAsync();
        JsonNode answer = await PostAsync(hosted, Song, $"name={Uri.EscapeDataString(name)}");
        Assert.Equal(shown, answer["file"]!.GetValue<string>());
        Empty(hosted);
    }

    [Fact]
    public async Task What_is_no_sound_is_refused_by_its_name_and_not_by_ours()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        foreach (byte[] content in (byte[][])[[], Encoding.UTF8.GetBytes("<html>no sound</html>"), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], Song[..30], [.. "fLaC"u8, .. new byte[100]]])
        {
            JsonNode problem = await Hosted.ProblemAsync(await UploadAsync(hosted, content, "name=thing.wav"), 422);
            string detail = problem["detail"]!.GetValue<string>();
            Assert.StartsWith("thing.wav: ", detail);
            Assert.DoesNotContain(hosted.Folder, detail);
            Empty(hosted);
        }
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{0}\n#EXT-X-ENDLIST\n")]
    [InlineData("ffconcat version 1.0\nfile '{0}'\n")]
    [InlineData("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 96\n")]
    [InlineData("<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period><BaseURL>file://{0}</BaseURL></Period></MPD>")]
    public async Task A_playlist_opens_no_file_of_this_machine(string playlist)
    {
        await using Hosted hosted = await Hosted.StartAsync();
        string secret = hosted.Write("secret.wav", Song);
        await Hosted.ProblemAsync(await UploadAsync(hosted, Encoding.UTF8.GetBytes(playlist.Replace("{0}", secret)), "name=list.m3u8"), 422);
    }

    [Fact]
    public async Task A_large_upload_is_refused_whether_it_says_so_or_not()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Limits = new ServiceLimits { UploadBytes = 100_000 } });
        await Hosted.ProblemAsync(await UploadAsync(hosted, new byte[100_001], ""), 413);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/analyses") { Content = new StreamContent(new Endless(1_000_000)) };
        request.Headers.TransferEncodingChunked = true;
        try
        {
            await Hosted.ProblemAsync(await hosted.Client.SendAsync(request), 413);
        }
        catch (HttpRequestException e) when (e.InnerException is IOException)
        {
            // The service hangs up on who goes on sending; that the answer was lost on the way is the sender's doing.
        }

        await Hosted.EventuallyAsync(() => Task.FromResult(Directory.GetFiles(Path.Combine(hosted.Folder, "data", "uploads")).Length), count => count == 0, "an empty folder");
        await Hosted.ProblemAsync(await hosted.PostAsync("/api/v1/streams", new { source = new string('x', 200_000) }), 413);
    }

    [Fact]
    public async Task A_slow_upload_is_ended()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Limits = new ServiceLimits { UploadBytesPerSecond = 10_000, SlowGrace = TimeSpan.FromSeconds(2) } });
        // A hundred thousand bytes are promised, and ten come.
        string answer = await SecurityTests.RawAsync(hosted.Service.Address, "POST /api/v1/analyses HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n0123456789");
        Assert.StartsWith("HTTP/1.1 408", answer);
        Assert.Contains("urn:emotion:problem:too-slow", answer);
        await Hosted.EventuallyAsync(() => Task.FromResult(Directory.GetFiles(Path.Combine(hosted.Folder, "data", "uploads")).Length), count => count == 0, "an empty folder");
    }

    [Fact]
    public async Task A_small_file_that_unfolds_into_hours_is_stopped()
    {
        Assert.SkipUnless(Ffmpeg.IsPresent, "ffmpeg, which packs the bomb, is not installed");
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Limits = new ServiceLimits { DecodedSeconds = 60 } });
        byte[] bomb = Packed("anullsrc=r=44100:cl=mono", "600", "flac");
        Assert.InRange(bomb.Length, 1000, 500_000);
        JsonNode problem = await Hosted.ProblemAsync(await UploadAsync(hosted, bomb, "name=bomb.flac"), 422);
        Assert.Contains("longer", problem["detail"]!.GetValue<string>());
        Empty(hosted);
        await using Hosted wide = await Hosted.StartAsync(o => o with { Limits = new ServiceLimits { DecodedSamples = 44100 * 100 } });
        Assert.Contains("too many samples", (await Hosted.ProblemAsync(await UploadAsync(wide, bomb, ""), 422))["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_takes_too_long_is_given_up()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Limits = new ServiceLimits { AnalysisTime = TimeSpan.FromTicks(1) } });
        JsonNode problem = await Hosted.ProblemAsync(await UploadAsync(hosted, Song, "name=song.wav"), 422);
        Assert.StartsWith("song.wav: ", problem["detail"]!.GetValue<string>());
        Empty(hosted);
    }

    [Fact]
    public async Task Nothing_that_is_compressed_for_the_way_is_unpacked()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        foreach (string encoding in (string[])["gzip", "br", "deflate", "identity, gzip"])
        {
            var content = new ByteArrayContent(Song);
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
            await Hosted.ProblemAsync(await hosted.Client.PostAsync("/api/v1/analyses", content), 415);
        }

        using var form = new MultipartFormDataContent { { new ByteArrayContent(Song), "file", "song.wav" } };
        await Hosted.ProblemAsync(await hosted.Client.PostAsync("/api/v1/analyses", form), 415);
    }

    [Fact]
    public async Task Wrong_choices_are_named()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        foreach ((string query, int status, string word) in ((string, int, string)[])[("model=nobody", 422, "nobody"), ("genre=polka", 422, "polka"), ("hopSeconds=0.1", 400, "hopSeconds"), ("hopSeconds=x", 400, "hopSeconds"), ("hopSeconds=100", 422, "hop")])
        {
            JsonNode problem = await Hosted.ProblemAsync(await UploadAsync(hosted, Song, query), status);
            Assert.Contains(word, problem["detail"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Many_uploads_at_once_are_all_heard_or_told_to_wait()
    {
        await using Hosted hosted = await Hosted.StartAsync(o => o with { Limits = new ServiceLimits { ConcurrentAnalyses = 1, QueuedAnalyses = 2 } });
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => UploadAsync(hosted, Song, "")));
        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{a.StatusCode}"));
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.OK);
        foreach (HttpResponseMessage refused in answers.Where(a => a.StatusCode == HttpStatusCode.ServiceUnavailable))
        {
            await Hosted.ProblemAsync(refused, 503);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        Assert.Equal(HttpStatusCode.OK, (await UploadAsync(hosted, Song, "")).StatusCode);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_leaves_nothing_behind()
    {
        await using Hosted hosted = await Hosted.StartAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(hosted.Service.Address.Host, hosted.Service.Address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /api/v1/analyses HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nRIFF"));
            await Hosted.EventuallyAsync(() => Task.FromResult(Directory.GetFiles(Path.Combine(hosted.Folder, "data", "uploads")).Length), count => count == 1, "the upload's file");
        }

        await Hosted.EventuallyAsync(() => Task.FromResult(Directory.GetFiles(Path.Combine(hosted.Folder, "data", "uploads")).Length), count => count == 0, "an empty folder");
    }

    [Fact]
    public async Task What_a_killed_process_left_is_swept_up()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data/uploads"]);
        File.WriteAllText(folder["data/uploads/left"], "half of an upload");
        await using Hosted hosted = await Hosted.StartAsync(folder: folder.Path);
        Empty(hosted);
    }

    private static void Same(EmotionModel model, EmotionEstimate expected, JsonNode actual)
    {
        Assert.Equal(EstimateFields.EmotionOf(model.Metadata, expected), actual["emotion"]?.GetValue<string>());
        Assert.Equal(expected.IsAmbiguous, actual["ambiguous"]!.GetValue<bool>());
        Assert.Equal(EstimateFields.Rounded(expected.Confidence), actual["confidence"]!.GetValue<double>());
        Assert.Equal(EstimateFields.Rounded(expected.Valence), actual["valence"]!.GetValue<double>());
        Assert.Equal(EstimateFields.Rounded(expected.Arousal), actual["arousal"]!.GetValue<double>());
        EmotionProbabilities probabilities = expected.Probabilities;
        for (int i = 0; i < model.Metadata.Labels.Length; i++)
        {
            Assert.Equal(EstimateFields.Rounded(probabilities[i]), actual["probabilities"]![model.Metadata.Labels[i]]!.GetValue<double>());
        }
    }

    private static void Empty(Hosted hosted) => Assert.Empty(Directory.GetFiles(Path.Combine(hosted.Folder, "data", "uploads")));

    private static Task<HttpResponseMessage> UploadAsync(Hosted hosted, byte[] content, string query)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return hosted.Client.PostAsync($"/api/v1/analyses?{query}", body);
    }

    private static async Task<JsonNode> PostAsync(Hosted hosted, byte[] content, string query)
    {
        HttpResponseMessage response = await UploadAsync(hosted, content, query);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }

    private static byte[] Packed(string source, string seconds, string format)
    {
        using var folder = new TemporaryFolder();
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", source, "-t", seconds, "-f", format, folder["packed"]]))!;
        process.WaitForExit();
        return File.ReadAllBytes(folder["packed"]);
    }

    /// <summary>Bytes without a length.</summary>
    private sealed class Endless(long bytes) : Stream
    {
        private long _left = bytes;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int given = (int)Math.Min(_left, count);
            _left -= given;
            return given;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
