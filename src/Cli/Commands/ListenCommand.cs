using System.CommandLine;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Audio.Streams.Outputs;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Listening;
using RealtimeEmotion.Cli.Models;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion listen</c>: what streams feel like, for as long as they last.</summary>
internal static class ListenCommand
{
    internal static Command Create()
    {
        var defaults = new ListenOptions();
        var sources = new Argument<string[]>("SOURCE")
        {
            Description = "- (standard input), a file, device, device:NAME, or a URL (HTTP, Icecast, HLS, RTMP, RTSP, SRT, UDP); NAME=SOURCE to name it.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> model = SharedOptions.Model();
        Option<InferenceDevice> device = SharedOptions.Device();
        Option<string?> genre = SharedOptions.Genre();
        Option<double> hop = Seconds("--hop", "Seconds from one estimate to the next.", defaults.Analysis.HopSeconds);
        Option<double> halfLife = Seconds("--half-life", "Smoothing: seconds in which the probabilities go half of the way to a new value.", defaults.Analysis.HalfLifeSeconds);
        var fast = new Option<bool>("--fast") { Description = "As fast as the source can be read: a file is not held to its own pace, and nothing is dropped." };
        var raw = new Option<string?>("--raw") { Description = "Standard input has no header: its samples, as s16le:44100:2.", HelpName = "FORMAT:RATE:CHANNELS" };
        var files = new Option<string[]>("--output", "-o")
        {
            Description = "A file to append to, its format by its extension (.jsonl, .csv, .txt), or captions to write (.vtt, .srt); {source} in the name stands for each source. Any number.",
            HelpName = "FILE",
        };
        Option<ListenFormat> format = SharedOptions.Choice<ListenFormat>("--format", "What goes to standard output.", "-f");
        var rotate = new Option<string>("--rotate") { Description = "When a file of --output gives way to a new one: never, day (UTC), or a size.", HelpName = "day|SIZE", DefaultValueFactory = _ => "never" };
        var sync = new Option<string>("--fsync") { Description = "When to wait until lines are on the disk itself: never, always, or every so many seconds.", HelpName = "always|SECONDS", DefaultValueFactory = _ => "never" };
        var textFile = new Option<string?>("--obs") { Description = "A text file that holds the emotion of the moment, for OBS's text source.", HelpName = "FILE" };
        var osc = new Option<string[]>("--osc") { Description = "Open Sound Control over UDP.", HelpName = "HOST:PORT" };
        var mqtt = new Option<string[]>("--mqtt") { Description = "An MQTT broker: mqtt://HOST/TOPIC, mqtts for TLS.", HelpName = "URL" };
        var webhook = new Option<string[]>("--webhook") { Description = "A web address that JSON is posted to.", HelpName = "URL" };
        var duration = new Option<double?>("--duration") { Description = "Leave each source after so much stream time.", HelpName = "SECONDS" };
        var retries = new Option<int?>("--retries") { Description = "Give a source up after so many failed tries in a row. [default: never]", HelpName = "N" };
        SharedOptions.Between(retries, 0, int.MaxValue);
        Option<double> stall = Seconds("--stall-after", "Seconds without sound until a source is called stalled.", defaults.StallAfter.TotalSeconds);
        var statistics = new Option<bool>("--stats") { Description = "At the end, say how it went: latency, losses, reconnects, memory." };
        var command = new EmotionCommand(
            "listen",
            "Listens to live sources and says, as long as they last, what they feel like.",
            new Example("listen device", "the standard microphone, in a live view"),
            new Example("listen radio=https://example.org/stream.mp3 -o moods.jsonl --rotate day", "logs a radio station for a week"),
            new Example("listen set.flac --obs mood.txt --osc 127.0.0.1:9000", "a file at its own pace, for a stream's overlay and lights"),
            new Example("arecord -f cd | emotion listen -", "a WAV through a pipe; JSON lines where standard output is no terminal"),
            new Example("listen - --raw f32le:48000:1 --fast --stats < night.raw", "raw samples, as fast as they can be heard"))
        {
            sources, model, device, genre, hop, halfLife, fast, raw, files, format, rotate, sync, textFile, osc, mqtt, webhook, duration, retries, stall, statistics,
        };
        command.Run((result, session) =>
        {
            double stallSeconds = result.GetValue(stall);
            string[] names = result.GetValue(files) ?? [];
            string[] oscs = result.GetValue(osc) ?? [], mqtts = result.GetValue(mqtt) ?? [], webhooks = result.GetValue(webhook) ?? [];
            bool hasOutput = names.Length + oscs.Length + mqtts.Length + webhooks.Length > 0 || result.GetValue(textFile) is not null;
            var request = new ListenRequest
            {
                Sources = Addresses(result.GetRequiredValue(sources)),
                Options = new ListenOptions
                {
                    Analysis = new AnalysisOptions { HopSeconds = result.GetValue(hop), HalfLifeSeconds = result.GetValue(halfLife), Genre = result.GetValue(genre) },
                    Fast = result.GetValue(fast),
                    Raw = result.GetValue(raw) is { } rawText ? ListenWords.Raw(rawText) : null,
                    MostRetries = result.GetValue(retries),
                    StallAfter = TimeSpan.FromSeconds(stallSeconds),
                    ReconnectAfterStall = TimeSpan.FromSeconds(Math.Max(stallSeconds, defaults.ReconnectAfterStall.TotalSeconds)),
                }.Validated(),
                Format = Resolve(result.GetValue(format), hasOutput, session),
                Files = names,
                FileOptions = ListenWords.Sync(result.GetRequiredValue(sync), ListenWords.Rotation(result.GetRequiredValue(rotate), new LogFileOptions())),
                TextFile = result.GetValue(textFile),
                Osc = oscs,
                Mqtt = mqtts,
                Webhooks = webhooks,
                DurationSeconds = result.GetValue(duration),
                ShowsStatistics = result.GetValue(statistics),
            };
            using EmotionModel loaded = ModelCatalog.Load(result.GetValue(model), result.GetValue(device));
            using var listening = new ListenSession(request, loaded, session);
            return listening.Run();
        });
        return command;
    }

    private static Option<double> Seconds(string name, string description, double standard) =>
        new(name) { Description = description, HelpName = "SECONDS", DefaultValueFactory = _ => standard };

    private static ListenFormat Resolve(ListenFormat wanted, bool hasOutput, Session session) => wanted switch
    {
        ListenFormat.Auto when session.Terminal.ShowsView => ListenFormat.View,
        ListenFormat.View when !session.Terminal.ShowsView => throw new InputException("--format view", "there is no terminal to show it on", "use text, jsonl or csv"),
        ListenFormat.Auto => hasOutput ? ListenFormat.None : ListenFormat.Jsonl,
        _ => wanted,
    };

    // Names tell sources apart in every output, so no two may be the same.
    private static List<StreamAddress> Addresses(string[] texts)
    {
        var addresses = new List<StreamAddress>();
        foreach (StreamAddress address in texts.Select(StreamAddress.Parse))
        {
            if (address.Kind == StreamKind.StandardInput && addresses.Any(other => other.Kind == StreamKind.StandardInput))
            {
                throw new InputException(address.Name, "standard input can be listened to once", "leave one - out");
            }

            string name = address.Name;
            for (int number = 2; addresses.Any(other => other.Name == name); number++)
            {
                name = $"{address.Name}-{number}";
            }

            addresses.Add(address.Named(name));
        }

        return addresses;
    }
}
