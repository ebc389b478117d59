using System.Text.Json.Nodes;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Audio.Tests;
using RealtimeEmotion.Audio.Tests.Streams;
using Xunit;

namespace RealtimeEmotion.Service.Tests;

/// <summary>The service with a radio station and a loudspeaker as its sources, as they are.</summary>
public sealed class RealSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_station_that_is_killed_and_comes_back_beside_a_loudspeaker_that_plays_on()
    {
        Programs.Require("ffmpeg");
        Programs.Require("icecast2");
        Programs.Require("pulseaudio");
        Programs.Require("pactl");
        int port = ChildProgram.FreePort();
        using ChildProgram loudspeaker = NullSink.Start(_folder.Path);
        await Hosted.EventuallyAsync(() => Task.FromResult(CaptureDevices.List()), devices => devices.Any(d => d.Name == NullSink.Monitor), "the loudspeaker");
        using ChildProgram music = NullSink.Play();
        await using Hosted hosted = await Hosted.StartAsync();
        ChildProgram station = Icecast.Start(_folder.Path, port);
        ChildProgram sender = await Icecast.StartSourceAsync(port);
        try
        {
            await hosted.PostAsync("/api/v1/streams", new { source = Icecast.Address(port), name = "radio" });
            await hosted.PostAsync("/api/v1/streams", new { source = $"device:{NullSink.Monitor}", name = "desk" });
            await hosted.StreamAsync("radio", s => s["state"]!.GetValue<string>() == "listening" && Estimates(s) >= 3, "three estimates of the station");
            await hosted.StreamAsync("desk", s => s["state"]!.GetValue<string>() == "listening" && Estimates(s) >= 3, "three estimates of the loudspeaker");

            // The whole station goes, not only who feeds it.
            sender.Kill();
            station.Kill();
            await hosted.StreamAsync("radio", s => s["state"]!.GetValue<string>() == "waiting", "the station is missed");
            long before = Estimates(await hosted.GetAsync("/api/v1/streams/desk"));
            await hosted.StreamAsync("desk", s => Estimates(s) > before, "the loudspeaker is heard on");

            sender.Dispose();
            station.Dispose();
            station = Icecast.Start(_folder.Path, port);
            sender = await Icecast.StartSourceAsync(port);
            long lost = Estimates(await hosted.GetAsync("/api/v1/streams/radio"));
            await hosted.StreamAsync("radio", s => s["statistics"]!["reconnects"]!.GetValue<long>() >= 1 && Estimates(s) >= lost + 2, "the station is heard again");
        }
        finally
        {
            sender.Dispose();
            station.Dispose();
        }

        await hosted.PostAsync("/api/v1/streams/radio/stop");
        await hosted.PostAsync("/api/v1/streams/desk/stop");
        JsonArray radio = await StoredAsync(hosted, "radio");
        string[] kinds = [.. radio.Select(e => e!["kind"]!.GetValue<string>())];
        Assert.True(Array.IndexOf(kinds, "failed") is >= 0 and var failed && Array.IndexOf(kinds, "gap") is >= 0 and var gap && failed < gap && Array.LastIndexOf(kinds, "estimate") > gap, string.Join(' ', kinds));
        JsonArray desk = await StoredAsync(hosted, "desk");
        Assert.DoesNotContain(desk, e => e!["kind"]!.GetValue<string>() is "failed" or "stalled");
        Assert.Contains(desk, e => e!["kind"]!.GetValue<string>() == "estimate" && !e["silent"]!.GetValue<bool>());
        foreach (JsonArray events in (JsonArray[])[radio, desk])
        {
            double[] seconds = [.. events.Where(e => e!["kind"]!.GetValue<string>() == "estimate").Select(e => e!["streamSeconds"]!.GetValue<double>())];
            Assert.Equal(seconds.Order(), seconds);
        }
    }

    private static long Estimates(JsonNode stream) => stream["statistics"]?["estimates"]?.GetValue<long>() ?? 0;

    private static Task<JsonArray> StoredAsync(Hosted hosted, string name) => Hosted.EventuallyAsync(
        () => hosted.EventsAsync(name), events => events.Count > 0 && events[^1]!["kind"]!.GetValue<string>() == "ended", $"the end of {name}");
}
