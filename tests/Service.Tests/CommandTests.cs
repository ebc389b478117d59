using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RealtimeEmotion.Cli.Tests;
using RealtimeEmotion.Service.History;
using Xunit;

namespace RealtimeEmotion.Service.Tests;

/// <summary><c>emotion serve</c> as a process of its own.</summary>
public sealed partial class CommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_anybody_has_seen_survives_kill_9_and_the_next_start_goes_on()
    {
        string song = Song();
        var seen = new List<string>();
        using (Serving first = Serving.Start(_folder, $"a={song}", $"b={song}", "--hop", "0.1"))
        using (var client = new HttpClient { BaseAddress = first.Address })
        {
            using HttpResponseMessage response = await client.GetAsync("/api/v1/events?after=0", HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            while (seen.Count < 60)
            {
                if (await reader.ReadLineAsync() is { } line && line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    seen.Add(line[6..]);
                }
            }

            first.Process.Kill();
            await first.Process.WaitForExitAsync();
            // What was on its way to us was stored before it was sent.
            try
            {
                while (await reader.ReadLineAsync() is { } line)
                {
                    if (line.StartsWith("data: ", StringComparison.Ordinal) && line.EndsWith('}'))
                    {
                        seen.Add(line[6..]);
                    }
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                // That is what being killed looks like from here.
            }
        }

        using (HistoryStore store = HistoryStore.Open(_folder["data"]))
        {
            var stored = store.After(0, long.MaxValue, null, 100_000).ToDictionary(e => e.Id, e => System.Text.Encoding.UTF8.GetString(Feeds.EventJson.Bytes(e)));
            Assert.All(seen, json => Assert.Equal(json, stored[JsonNode.Parse(json)!["id"]!.GetValue<long>()]));
        }

        // Named by nobody this time: they ran, so they run.
        using Serving second = Serving.Start(_folder);
        using var again = new HttpClient { BaseAddress = second.Address };
        await Hosted.EventuallyAsync(
            async () => JsonNode.Parse(await again.GetStringAsync("/api/v1/streams"))!.AsArray(),
            streams => streams.Count == 2 && streams.All(s => s!["statistics"]?["estimates"]?.GetValue<long>() > 0),
            "both streams again");
        JsonArray events = JsonNode.Parse(await again.GetStringAsync("/api/v1/streams/a/events?limit=5000"))!.AsArray();
        Assert.Contains(events, e => e!["kind"]!.GetValue<string>() == "gap" && e["detail"]!.GetValue<string>().Contains("not running", StringComparison.Ordinal));
        double[] seconds = [.. events.Select(e => e!["streamSeconds"]!.GetValue<double>())];
        Assert.Equal(seconds.Order(), seconds);
    }

    [Fact]
    public async Task Sigterm_stores_everything_and_says_goodbye()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using Serving serving = Serving.Start(_folder, $"a={Song()}", "--hop", "0.1", "--log", "json");
        using var client = new HttpClient { BaseAddress = serving.Address };
        await Hosted.EventuallyAsync(async () => (await client.GetStringAsync("/api/v1/streams")).Contains("\"estimates\":", StringComparison.Ordinal), done => done, "an estimate");
        using (Process kill = Process.Start("kill", ["-TERM", $"{serving.Process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await serving.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, serving.Process.ExitCode);
        foreach (string line in serving.Log.ToArray())
        {
            JsonNode entry = JsonNode.Parse(line)!;
            Assert.NotNull(entry["LogLevel"]);
            Assert.NotNull(entry["Timestamp"]);
        }

        Assert.Contains(serving.Log.ToArray(), line => line.Contains("/api/v1/streams", StringComparison.Ordinal));
        using HistoryStore store = HistoryStore.Open(_folder["data"]);
        IReadOnlyList<HistoryEvent> events = store.After(0, long.MaxValue, null, 100_000);
        Assert.Equal("ended", events[^1].Kind);
        Assert.True(store.Streams()[0].Wanted, "a service that was ended goes on with its streams when it starts again");
    }

    [Theory]
    [InlineData("--host 0.0.0.0", "token")]
    [InlineData("--host nowhere.invalid", "nowhere.invalid")]
    [InlineData("--token-file nothing-here", "nothing-here")]
    [InlineData("--model nobody", "nobody")]
    [InlineData("--files nothing-here", "nothing-here")]
    [InlineData("--keep-days 0", "--keep-days")]
    [InlineData("--keep-size 0", "--keep-size")]
    [InlineData("--port 70000", "--port")]
    [InlineData("--hop 0", "hop")]
    [InlineData("--certificate-key key.pem", "certificate")]
    [InlineData("ftp://radio.example/live", "ftp")]
    public void Wrong_use_is_said_in_a_line(string arguments, string word)
    {
        RunResult result = Run([.. arguments.Split(' '), "--data", _folder["data"]]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(word, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [Fact]
    public void Help_has_examples_and_no_token_on_the_command_line()
    {
        RunResult result = Run(["--help"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("emotion serve radio=", result.Output);
        // Everybody on a machine can read the arguments of its processes.
        Assert.DoesNotMatch("--token[ <]", result.Output);
    }

    private static RunResult Run(string[] arguments)
    {
        using Process process = Serving.Launch(["serve", .. arguments]);
        return Emotion.Finish(process, null);
    }

    private string Song()
    {
        string path = _folder["song.wav"];
        File.WriteAllBytes(path, Wav.Pcm16(44100, 1, Wav.Music(44100, 120)));
        return path;
    }

    /// <summary>A service that runs until the test is over.</summary>
    private sealed partial class Serving : IDisposable
    {
        private Serving(Process process, Uri address)
        {
            Process = process;
            Address = address;
        }

        internal Process Process { get; }

        internal Uri Address { get; }

        internal System.Collections.Concurrent.ConcurrentQueue<string> Log { get; } = new();

        internal static Serving Start(TemporaryFolder folder, params string[] arguments)
        {
            Process process = Launch(["serve", "--port", "0", "--data", folder["data"], .. arguments]);
            string? line = process.StandardOutput.ReadLine();
            Assert.True(line is not null, line ?? process.StandardError.ReadToEnd());
            var serving = new Serving(process, new Uri(AddressForm().Match(line!).Value));
            process.ErrorDataReceived += (_, text) =>
            {
                if (text.Data is { Length: > 0 } said)
                {
                    serving.Log.Enqueue(said);
                }
            };
            process.BeginErrorReadLine();
            return serving;
        }

        internal static Process Launch(IEnumerable<string> arguments) => Emotion.Start(Emotion.Executable, null, arguments);

        public void Dispose()
        {
            if (!Process.HasExited)
            {
                Process.Kill();
                Process.WaitForExit();
            }

            Process.Dispose();
        }

        [GeneratedRegex(@"http://\S+")]
        private static partial Regex AddressForm();
    }
}
