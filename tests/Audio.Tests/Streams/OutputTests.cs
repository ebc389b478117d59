using System.Text;
using System.Text.Json;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Audio.Streams.Outputs;
using RealtimeEmotion.Engine;
using Xunit;

namespace RealtimeEmotion.Audio.Tests.Streams;

public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_json_line_has_the_promised_shape()
    {
        var path = _folder["a.jsonl"];
        await using (var output = new LogFileOutput(path, new JsonLinesFormat(Said.Model), new LogFileOptions()))
        {
            await output.WriteAsync([Said.Estimate(2, "joy"), Said.Estimate(3, null), Said.News(StreamEventKind.Gap, 5, "no \"sound\"", 2.5)], default);
        }

        var lines = File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["source", "kind", "wallClock", "streamSeconds", "samplePosition", "sampleRate", "emotion", "silent", "ambiguous", "confidence", "probabilities", "valence", "arousal", "levelDecibels"],
            lines[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal("joy", lines[0].GetProperty("emotion").GetString());
        Assert.Equal("2026-11-25T10:00:02.000Z", lines[0].GetProperty("wallClock").GetString());
        Assert.Equal(32000, lines[0].GetProperty("samplePosition").GetInt64());
        Assert.Equal(["joy", "sadness", "neutral", "anger"], lines[0].GetProperty("probabilities").EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.Null, lines[1].GetProperty("emotion").ValueKind);
        Assert.True(lines[1].GetProperty("silent").GetBoolean());
        Assert.Equal(JsonValueKind.Null, lines[1].GetProperty("levelDecibels").ValueKind);
        Assert.Equal("gap", lines[2].GetProperty("kind").GetString());
        Assert.Equal(2.5, lines[2].GetProperty("gapSeconds").GetDouble());
        Assert.Equal("no \"sound\"", lines[2].GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_csv_line_has_a_cell_for_each_column()
    {
        var path = _folder["a.csv"];
        for (var run = 0; run < 2; run++)
        {
            await using var output = new LogFileOutput(path, new CsvFormat(Said.Model), new LogFileOptions());
            await output.WriteAsync([Said.Estimate(2, "anger"), Said.News(StreamEventKind.Failed, 5, "one, two", null)], default);
        }

        var lines = File.ReadAllLines(path);
        Assert.Equal("source,kind,wallClock,streamSeconds,samplePosition,sampleRate,emotion,silent,ambiguous,confidence,joy,sadness,neutral,anger,valence,arousal,levelDecibels,gapSeconds,detail", lines[0]);
        Assert.Equal(5, lines.Length);
        Assert.Equal("radio,estimate,2026-11-25T10:00:02.000Z,2,32000,16000,anger,false,false,0.5,0.1,0.1,0.1,0.7,-0.25,0.75,-12.25,,", lines[1]);
        Assert.Equal("radio,failed,2026-11-25T10:00:05.000Z,5,80000,16000,,,,,,,,,,,,,\"one, two\"", lines[2]);
        Assert.Equal(lines[1..3], lines[3..5]);
    }

    [Fact]
    public void Other_columns_are_not_appended_to()
    {
        File.WriteAllText(_folder["a.csv"], "name,value\nx,1\n");
        Assert.Contains("other columns", Assert.Throws<InputException>(() => new LogFileOutput(_folder["a.csv"], new CsvFormat(Said.Model), new LogFileOptions())).Message);
        Assert.Equal("name,value\nx,1\n", File.ReadAllText(_folder["a.csv"]));
    }

    [Theory]
    [InlineData("{\"source\":\"radio\",\"kind\":\"est", "")]
    [InlineData("{\"sou", "")]
    [InlineData("{\"source\":\"radio\"}", "{\"source\":\"radio\"}\n")]
    [InlineData("{\"mine\":1", "{\"mine\":1\n")]
    [InlineData("a note of mine", "a note of mine\n")]
    public async Task A_torn_line_is_taken_away_and_nothing_else(string tail, string kept)
    {
        var path = _folder["a.jsonl"];
        File.WriteAllText(path, "{\"source\":\"before\"}\n" + tail);
        await using (var output = new LogFileOutput(path, new JsonLinesFormat(Said.Model), new LogFileOptions()))
            await output.WriteAsync([Said.Estimate(1, "joy")], default);
        var text = File.ReadAllText(path);
        Assert.StartsWith("{\"source\":\"before\"}\n" + kept + "{\"source\":\"radio\",\"kind\":\"estimate\"", text);
        Assert.EndsWith("}\n", text);
    }

    [Fact]
    public async Task A_torn_table_line_is_taken_away()
    {
        var path = _folder["a.csv"];
        File.WriteAllText(path, new CsvFormat(Said.Model).Header + "\nradio,estimate,2026-11-25T10:00");
        await using (var output = new LogFileOutput(path, new CsvFormat(Said.Model), new LogFileOptions()))
            await output.WriteAsync([Said.Estimate(1, "joy")], default);
        Assert.Equal(2, File.ReadAllLines(path).Length);
        File.WriteAllText(path, new CsvFormat(Said.Model).Header[..20]);
        await using (var output = new LogFileOutput(path, new CsvFormat(Said.Model), new LogFileOptions()))
            await output.WriteAsync([Said.Estimate(1, "joy")], default);
        Assert.Equal(2, File.ReadAllLines(path).Length);
    }

    [Fact]
    public async Task Gives_way_to_a_new_file_by_size()
    {
        var path = _folder["a.csv"];
        await using (var output = new LogFileOutput(path, new CsvFormat(Said.Model), new LogFileOptions { RotateBytes = 600 }))
        {
            for (var i = 0; i < 10; i++)
                await output.WriteAsync([Said.Estimate(1, "joy"), Said.Estimate(1, "joy")], default);
        }

        var names = _folder.Names.ToList();
        Assert.True(names.Count > 3);
        Assert.Contains("a-20261125T100001Z.csv", names);
        Assert.Contains("a-20261125T100001Z-2.csv", names);
        Assert.All(names, name => Assert.InRange(new FileInfo(_folder[name]).Length, 1, 600));
        var lines = names.SelectMany(name => File.ReadAllLines(_folder[name])).ToList();
        Assert.Equal(names.Count, lines.Count(line => line.StartsWith("source,", StringComparison.Ordinal)));
        Assert.Equal(20, lines.Count(line => line.StartsWith("radio,", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Gives_way_to_a_new_file_by_day()
    {
        var path = _folder["a.jsonl"];
        File.WriteAllText(path, "{\"source\":\"long ago\"}\n");
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        var today = DateTimeOffset.UtcNow;
        await using (var output = new LogFileOutput(path, new JsonLinesFormat(Said.Model), new LogFileOptions { RotateDaily = true }))
        {
            await output.WriteAsync([Said.Estimate(1, "joy") with { WallClock = today }, Said.Estimate(2, "joy") with { WallClock = today.AddDays(1) }, Said.Estimate(3, "joy") with { WallClock = today.AddDays(1) }], default);
        }

        Assert.Equal(["a-2020-02-03.jsonl", $"a-{today:yyyy-MM-dd}.jsonl", "a.jsonl"], _folder.Names.Order(StringComparer.Ordinal));
        Assert.Equal("{\"source\":\"long ago\"}\n", File.ReadAllText(_folder["a-2020-02-03.jsonl"]));
        Assert.Single(File.ReadAllLines(_folder[$"a-{today:yyyy-MM-dd}.jsonl"]));
        Assert.Equal(2, File.ReadAllLines(path).Length);
    }

    [Fact]
    public async Task Sync_policies_write_the_same()
    {
        foreach (var every in new[] { TimeSpan.Zero, TimeSpan.FromHours(1) })
        {
            var path = _folder[$"{every.Ticks}.jsonl"];
            await using (var output = new LogFileOutput(path, new JsonLinesFormat(Said.Model), new LogFileOptions { SyncEvery = every }))
            {
                await output.WriteAsync([Said.Estimate(1, "joy")], default);
                await output.WriteAsync([Said.Estimate(2, "joy")], default);
            }

            Assert.Equal(2, File.ReadAllLines(path).Length);
        }
    }

    [Fact]
    public async Task A_full_disk_loses_lines_and_tears_none()
    {
        using var disk = new SmallDisk();
        var path = disk.Folder["a.jsonl"];
        var filler = disk.Folder["filler"];
        File.WriteAllBytes(filler, new byte[(1 << 20) - 16384]);
        await using var output = new LogFileOutput(path, new JsonLinesFormat(Said.Model), new LogFileOptions());
        var written = 0;
        InputException? fault = null;
        while (fault is null)
        {
            try
            {
                await output.WriteAsync([Said.Estimate(written, "joy")], default);
                written++;
            }
            catch (InputException exception)
            {
                fault = exception;
            }
        }

        Assert.Contains("disk is full", fault.Message);
        File.Delete(filler);
        await output.WriteAsync([Said.Estimate(written, "joy")], default);
        var lines = File.ReadAllLines(path);
        Assert.Equal(written + 1, lines.Length);
        Assert.All(lines, line => JsonDocument.Parse(line));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        Assert.Contains("create the folder", Assert.Throws<InputException>(() => new LogFileOutput(_folder["no/a.jsonl"], new JsonLinesFormat(Said.Model), new LogFileOptions())).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Throws<InputException>(() => new CaptionOutput(_folder["no/a.vtt"], CaptionFormat.WebVtt, Said.Model, 1));
    }

    [Fact]
    public async Task Captions_follow_the_emotion_and_are_whole_at_any_time()
    {
        var path = _folder["a.vtt"];
        await using var output = new CaptionOutput(path, CaptionFormat.WebVtt, Said.Model, 1);
        await output.WriteAsync([Said.Estimate(1.25, "joy")], default);
        Assert.Equal("WEBVTT\n\n00:00:00.250 --> 00:00:01.250\njoy\n", File.ReadAllText(path));
        await output.WriteAsync([Said.Estimate(2.25, "joy"), Said.Estimate(3.25, "joy")], default);
        Assert.Equal("WEBVTT\n\n00:00:00.250 --> 00:00:03.250\njoy\n", File.ReadAllText(path));
        await output.WriteAsync(
            [
                Said.Estimate(4.25, "anger"), Said.Estimate(5.25, null), Said.Estimate(6.25, "anger"),
                Said.News(StreamEventKind.Gap, 100, null, 93.75), Said.Estimate(101, "anger"), Said.Estimate(359999.5, "joy"), Said.Estimate(360000.5, "joy"),
            ],
            default);
        Assert.Equal(
            """
            WEBVTT

            00:00:00.250 --> 00:00:03.250
            joy

            00:00:03.250 --> 00:00:04.250
            anger

            00:00:05.250 --> 00:00:06.250
            anger

            00:01:40.000 --> 00:01:41.000
            anger

            99:59:58.500 --> 99:59:59.500
            joy

            99:59:59.500 --> 100:00:00.500
            joy

            """,
            File.ReadAllText(path));
    }

    [Fact]
    public async Task SubRip_counts_its_captions()
    {
        var path = _folder["a.srt"];
        await using (var output = new CaptionOutput(path, CaptionFormat.SubRip, Said.Model, 1))
            await output.WriteAsync([Said.Estimate(1, "joy"), Said.Estimate(2, "joy"), Said.Estimate(3, "sadness")], default);
        Assert.Equal("1\n00:00:00,000 --> 00:00:02,000\njoy\n\n2\n00:00:02,000 --> 00:00:03,000\nsadness\n", File.ReadAllText(path));
    }

    [Fact]
    public async Task Captions_are_what_ffmpeg_reads()
    {
        Programs.Require("ffprobe");
        foreach (var (name, format) in ((string, CaptionFormat)[])[("b.vtt", CaptionFormat.WebVtt), ("b.srt", CaptionFormat.SubRip)])
        {
            await using (var output = new CaptionOutput(_folder[name], format, Said.Model, 1))
                await output.WriteAsync([Said.Estimate(1, "joy"), Said.Estimate(2, "joy"), Said.Estimate(3, "sadness")], default);
            var packets = Encoding.UTF8.GetString(Programs.Run("ffprobe", "-v", "error", "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0", _folder[name]));
            Assert.Equal("0.000000,2.000000\n2.000000,1.000000\n", packets);
        }
    }

    [Fact]
    public async Task The_text_file_holds_what_is_felt_now()
    {
        var path = _folder["mood.txt"];
        await using (var output = new TextFileOutput(path, Said.Model, showsSource: false))
        {
            await output.WriteAsync([Said.Estimate(1, "joy"), Said.Estimate(2, "anger")], default);
            Assert.Equal("anger 70 %", File.ReadAllText(path));
            await output.WriteAsync([Said.Estimate(3, null)], default);
            Assert.Equal("silence", File.ReadAllText(path));
            await output.WriteAsync([Said.News(StreamEventKind.Stalled, 3, null, 3)], default);
            Assert.Equal("no sound", File.ReadAllText(path));
            Assert.Equal(["mood.txt"], _folder.Names);
        }

        Assert.Equal("", File.ReadAllText(path));
        await using var both = new TextFileOutput(path, Said.Model, showsSource: true);
        await both.WriteAsync([Said.Estimate(1, "joy"), Said.Estimate(1, "anger") with { Source = "desk" }], default);
        Assert.Equal("desk: anger 70 %\nradio: joy 70 %", File.ReadAllText(path));
    }

    [Fact]
    public async Task Lines_for_people_say_it_in_words()
    {
        using var stream = new MemoryStream();
        await using var output = new LineOutput(stream, "here", new TextFormat(Said.Model, showsSource: true));
        await output.WriteAsync([Said.Estimate(3725, "joy"), Said.Estimate(3726, null), Said.News(StreamEventKind.Gap, 3730, "no sound", 3.2)], default);
        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.EndsWith("01:02:05  radio  joy  joy  70 %  sadness  10 %  neutral  10 %  anger  10 %  -12 dB", lines[0]);
        Assert.EndsWith("01:02:06  radio  silence", lines[1]);
        Assert.EndsWith("01:02:10  radio  [gap 3.2 s] no sound", lines[2]);
    }
}
