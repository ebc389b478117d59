using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

public sealed class ListenTests(Workshop workshop) : IClassFixture<Workshop>
{
    // How long a test waits for what must come; never what it asserts.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string[] Model => ["--model", workshop.Model];

    [Fact]
    public void A_file_at_full_speed_is_heard_to_its_end()
    {
        RunResult result = Emotion.Run(["listen", workshop.Song, "--fast", "--hop", "0.5", .. Model]);
        Assert.Equal(0, result.ExitCode);
        List<JsonElement> lines = Lines(result.Output);
        Assert.Equal("connected", Kind(lines[0]));
        Assert.Equal("ended", Kind(lines[^1]));
        Assert.Equal(6, lines[^1].GetProperty("streamSeconds").GetDouble());
        List<JsonElement> estimates = [.. lines.Where(line => Kind(line) == "estimate")];
        Assert.InRange(estimates.Count, 10, 13);
        Assert.All(estimates, line =>
        {
            Assert.Equal("song.wav", line.GetProperty("source").GetString());
            Assert.Equal(line.GetProperty("samplePosition").GetInt64() / 44100.0, line.GetProperty("streamSeconds").GetDouble(), 5);
            Assert.Equal(1, line.GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble()), 5);
        });
    }

    [Fact]
    public void Raw_samples_and_wav_on_standard_input_say_the_same_as_the_file()
    {
        string[] said = [.. Lines(Emotion.Run(["listen", workshop.Song, "--fast", .. Model]).Output).Where(line => Kind(line) == "estimate").Select(Felt)];
        byte[] wav = File.ReadAllBytes(workshop.Song);
        RunResult piped = Emotion.RunIn(null, wav, ["listen", "-", "--fast", .. Model]);
        Assert.Equal(0, piped.ExitCode);
        Assert.Equal(said, Lines(piped.Output).Where(line => Kind(line) == "estimate").Select(Felt));
        RunResult raw = Emotion.RunIn(null, wav[44..], ["listen", "take=-", "--raw", "s16le:44100:2", "--fast", .. Model]);
        Assert.Equal(0, raw.ExitCode);
        Assert.Equal(said, Lines(raw.Output).Where(line => Kind(line) == "estimate").Select(Felt));
        Assert.All(Lines(raw.Output), line => Assert.Equal("take", line.GetProperty("source").GetString()));
    }

    [Fact]
    public void Several_sources_and_several_outputs_at_once()
    {
        string folder = Directory.CreateDirectory(workshop["outputs"]).FullName;
        string second = workshop.Write("second.wav", Wav.Pcm16(22050, 1, Wav.Music(22050, 4)));
        string Out(string name) => Path.Combine(folder, name);
        RunResult result = Emotion.Run(
        [
            "listen", $"one={workshop.Song}", $"two={second}", "--fast", "--stats", "--format", "text",
            "-o", Out("all.jsonl"), "-o", Out("all.csv"), "-o", Out("{source}.vtt"), "-o", Out("{source}.srt"), "--obs", Out("mood.txt"), "--osc", "127.0.0.1:9", .. Model,
        ]);
        Assert.Equal(0, result.ExitCode);
        List<JsonElement> lines = Lines(File.ReadAllText(Out("all.jsonl")));
        foreach ((string source, double seconds) in ((string, double)[])[("one", 6), ("two", 4)])
        {
            List<JsonElement> own = [.. lines.Where(line => line.GetProperty("source").GetString() == source)];
            Assert.Equal(seconds, own[^1].GetProperty("streamSeconds").GetDouble());
            Assert.StartsWith("WEBVTT\n", File.ReadAllText(Out(source + ".vtt")));
            Assert.StartsWith("1\n00:00:0", File.ReadAllText(Out(source + ".srt")));
            Assert.Contains($"{source}: ended; {own.Count(line => Kind(line) == "estimate")} estimates", result.Error);
        }

        Assert.Equal(lines.Count + 1, File.ReadAllLines(Out("all.csv")).Length);
        Assert.Equal(lines.Count, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("", File.ReadAllText(Out("mood.txt")));
        Assert.Contains("0 events lost", result.Error);
    }

    [Fact]
    public async Task A_live_stream_is_flushed_when_it_is_told_to_end()
    {
        string path = workshop["term.jsonl"];
        using Process process = Emotion.Start(Emotion.Executable, null, ["listen", "-", "--raw", "s16le:16000:1", "-o", path, "--fsync", "5", "--hop", "0.25", .. Model]);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Feed(process, 3);
        await Eventually(() => Estimates(path) >= 5);
        // Nothing more comes, and the pipe stays open: the program waits, and hears the signal.
        Assert.Equal(0, Signal(process, "TERM"));
        await process.WaitForExitAsync(Token());
        Assert.Equal(143, process.ExitCode);
        List<JsonElement> lines = Lines(File.ReadAllText(path));
        Assert.Equal("ended", Kind(lines[^1]));
        Assert.Equal(3, lines[^1].GetProperty("streamSeconds").GetDouble());
        Assert.Contains("[connected]", await error);
    }

    [Fact]
    public async Task A_kill_leaves_every_line_whole_and_the_next_run_goes_on_behind_it()
    {
        string path = workshop["kill.jsonl"];
        string captions = workshop["kill.vtt"];
        using (Process process = Emotion.Start(Emotion.Executable, null, ["listen", "-", "--raw", "s16le:16000:1", "-o", path, "-o", captions, "--hop", "0.05", .. Model]))
        {
            Feed(process, 20);
            await Eventually(() => Estimates(path) >= 20);
            Assert.Equal(0, Signal(process, "KILL"));
            await process.WaitForExitAsync(Token());
        }

        string before = File.ReadAllText(path);
        Assert.EndsWith("}\n", before);
        Assert.True(Lines(before).Count > 20);
        Assert.Matches(@"\A(WEBVTT\n)(\n\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}\n[a-z]+\n)+\z", File.ReadAllText(captions));
        File.AppendAllText(path, "{\"source\":\"stdin\",\"kind\":\"est");
        Assert.Equal(0, Emotion.Run(["listen", workshop.Song, "--fast", "-o", path, .. Model]).ExitCode);
        string after = File.ReadAllText(path);
        Assert.StartsWith(before, after);
        Assert.Equal("ended", Kind(Lines(after)[^1]));
    }

    [Fact]
    public async Task A_pipe_that_stands_still_is_stalled_and_not_silent()
    {
        string path = workshop["stall.jsonl"];
        using Process process = Emotion.Start(Emotion.Executable, null, ["listen", "-", "--raw", "s16le:16000:1", "-o", path, "--stall-after", "0.3", .. Model]);
        Feed(process, 2);
        await Eventually(() => File.Exists(path) && Lines(File.ReadAllText(path)).Any(line => Kind(line) == "stalled"));
        Feed(process, 2);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Token());
        Assert.Equal(0, process.ExitCode);
        List<JsonElement> lines = Lines(File.ReadAllText(path));
        Assert.Contains(lines, line => Kind(line) == "resumed");
        Assert.All(lines.Where(line => Kind(line) == "estimate"), line => Assert.False(line.GetProperty("silent").GetBoolean()));
        Assert.Equal(4, lines[^1].GetProperty("streamSeconds").GetDouble());
    }

    [Fact]
    public async Task A_reader_that_stands_still_stalls_no_audio()
    {
        string path = workshop["slow.jsonl"];
        // Nobody reads standard output: its pipe fills up, and the file beside it gets every line all the same.
        using Process process = Emotion.Start(Emotion.Executable, null, ["listen", "-", "--raw", "s16le:16000:1", "--format", "jsonl", "-o", path, "--hop", "0.02", .. Model]);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Feed(process, 20);
        process.StandardInput.Close();
        await Eventually(() => File.Exists(path) && File.ReadAllText(path).Contains("\"ended\""));
        List<JsonElement> lines = Lines(File.ReadAllText(path));
        Assert.Equal(20, lines[^1].GetProperty("streamSeconds").GetDouble());
        Assert.True(lines.Count > 900);
        await process.WaitForExitAsync(Token());
        Assert.Equal(0, process.ExitCode);
        await error;
    }

    [Fact]
    public void A_reader_that_has_seen_enough_ends_it()
    {
        RunResult result = Emotion.Shell($"head -c 100000000 /dev/zero | $EMOTION listen - --raw s16le:16000:1 --format jsonl --fast --model {workshop.Model} | head -n 2; echo ${{PIPESTATUS[1]}}");
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal("0", lines[2]);
    }

    [Fact]
    public void Changes_of_rate_between_wavs_are_followed()
    {
        byte[] both = [.. File.ReadAllBytes(workshop.Song), .. Wav.Pcm16(22050, 1, Wav.Music(22050, 4))];
        List<JsonElement> lines = Lines(Emotion.RunIn(null, both, ["listen", "-", "--fast", .. Model]).Output);
        JsonElement change = Assert.Single(lines, line => Kind(line) == "formatChanged");
        Assert.Equal(22050, change.GetProperty("sampleRate").GetInt32());
        Assert.Equal(6, change.GetProperty("streamSeconds").GetDouble());
        Assert.Equal(10, lines[^1].GetProperty("streamSeconds").GetDouble());
    }

    [Fact]
    public void One_bad_source_does_not_end_the_others()
    {
        RunResult result = Emotion.Run(["listen", workshop.Song, workshop["missing.wav"], "--fast", .. Model]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("does not exist", result.Error);
        Assert.Contains(Lines(result.Output), line => Kind(line) == "estimate");
        Assert.Equal(2, Emotion.Run(["listen", workshop["missing.wav"], "--fast", .. Model]).ExitCode);
    }

    [Fact]
    public void A_duration_is_kept()
    {
        RunResult result = Emotion.Run(["listen", workshop.Song, "--duration", "2", "--quiet", .. Model]);
        Assert.Equal(0, result.ExitCode);
        Assert.InRange(Lines(result.Output)[^1].GetProperty("streamSeconds").GetDouble(), 2, 5.9);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("listen", "Required argument 'SOURCE' missing")]
    [InlineData("listen - -", "standard input can be listened to once")]
    [InlineData("listen ftp://host/a", "no kind of address")]
    [InlineData("listen - --raw s16le", "write FORMAT:RATE:CHANNELS, as in s16le:44100:2")]
    [InlineData("listen - --raw s99le:44100:2", "is no format of raw samples")]
    [InlineData("listen - --rotate often -o a.jsonl", "is neither a day nor a size")]
    [InlineData("listen - --fsync sometimes -o a.jsonl", "write never, always, or a number of seconds")]
    [InlineData("listen - -o moods.xls", "'.xls' is no format that listening can write")]
    [InlineData("listen a=- b=x.wav -o a.vtt", "captions are of one source")]
    [InlineData("listen - -o a.csv -o a.csv", "is named twice")]
    [InlineData("listen - --format view", "there is no terminal")]
    [InlineData("listen - --osc nowhere", "write HOST:PORT")]
    [InlineData("listen - --mqtt nowhere", "no address of an MQTT broker")]
    [InlineData("listen - --webhook nowhere", "is no web address")]
    [InlineData("listen - --hop 0", "0.02 to 60 seconds")]
    [InlineData("listen - --genre polka", "polka")]
    [InlineData("listen - --stall-after 0", "it must be above 0")]
    public void Wrong_use_is_said_before_anything_begins(string arguments, string message)
    {
        RunResult result = Emotion.RunIn(workshop.Folder, [], [.. arguments.Split(' '), .. Model]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void The_list_of_devices_can_be_had_for_people_and_programs()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "ffmpeg"))))
        {
            Assert.Skip("ffmpeg is not installed");
        }

        RunResult json = Emotion.Run("devices", "--format", "json");
        Assert.Equal(0, json.ExitCode);
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(json.Output).RootElement.ValueKind);
        Assert.Equal(0, Emotion.Run("devices").ExitCode);
    }

    private static string Kind(JsonElement line) => line.GetProperty("kind").GetString()!;

    private static string Felt(JsonElement line) => $"{line.GetProperty("samplePosition")} {line.GetProperty("probabilities")} {line.GetProperty("levelDecibels")}";

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static int Estimates(string path) => File.Exists(path) ? File.ReadAllText(path).Split("\"kind\":\"estimate\"").Length - 1 : 0;

    private static void Feed(Process process, double seconds)
    {
        byte[] samples = Wav.Pcm16(16000, 1, Wav.Music(16000, seconds))[44..];
        process.StandardInput.BaseStream.Write(samples);
        process.StandardInput.BaseStream.Flush();
    }

    private static int Signal(Process process, string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
        return kill.ExitCode;
    }

    private static async Task Eventually(Func<bool> holds)
    {
        CancellationToken token = Token();
        while (!holds())
        {
            await Task.Delay(20, token);
        }
    }

    private static CancellationToken Token() => new CancellationTokenSource(Patience).Token;
}
