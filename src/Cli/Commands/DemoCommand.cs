using System.CommandLine;
using RealtimeEmotion.Audio.Fading;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Models;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Cli.Plots;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Fades;
using RealtimeEmotion.Engine.Live;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Synthesis;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion demo</c>: the whole way of a sample on a track of our own.</summary>
internal static class DemoCommand
{
    private const string StandardFolder = "emotion-demo";
    private const string TrackName = "track.wav";
    private const string FadedName = "faded.wav";
    private const string PictureName = "emotion.png";
    private const int PictureHeight = 1000;
    private const int BlockFrames = 512;

    private static readonly FadeRequest Fades = new() { FadeIn = FadeTime.FromSeconds(2), FadeOut = FadeTime.FromSeconds(4) };

    // A live meter: twice a second, and a second to be half-way convinced.
    private static readonly AnalysisOptions Options = new() { HopSeconds = 0.5, HalfLifeSeconds = 1 };

    internal static Command Create()
    {
        var folder = new Option<string>("--output", "-o") { Description = "The folder to write to.", HelpName = "DIR", DefaultValueFactory = _ => StandardFolder };
        Option<string?> model = SharedOptions.Model();
        Option<InferenceDevice> device = SharedOptions.Device();
        var realTime = new Option<bool>("--real-time") { Description = "Feed the track at the speed of sound: 40 seconds." };
        var command = new EmotionCommand(
            "demo",
            "Synthesises a track of four moods, listens to it live, fades it and draws what was heard.",
            new Example("demo", $"writes to ./{StandardFolder}"),
            new Example("demo -o /tmp/demo --real-time", "as live as it gets"))
        {
            folder, model, device, realTime,
        };
        command.Run((result, session) => Run(result.GetRequiredValue(folder), result.GetValue(model), result.GetValue(device), result.GetValue(realTime), session));
        return command;
    }

    private static int Run(string folder, string? modelName, InferenceDevice device, bool realTime, Session session)
    {
        using EmotionModel model = ModelCatalog.Load(modelName, device);
        CreateFolder(folder);
        session.Terminal.Note("Synthesising a track of four passages…");
        float[] track = DemoTrack.Synthesise();
        string trackPath = Path.Combine(folder, TrackName), fadedPath = Path.Combine(folder, FadedName), picturePath = Path.Combine(folder, PictureName);
        WavWriter.WriteAll(trackPath, track, DemoTrack.SampleRate, DemoTrack.Channels, SampleEncoding.Pcm16);

        session.Terminal.Note($"Listening with {model.Metadata.Name}, in blocks of {BlockFrames} samples…");
        var timeline = new EmotionTimeline(model.Metadata);
        Listen(track, model, timeline, realTime, session);
        long frames = track.Length / DemoTrack.Channels;
        IReadOnlyList<EmotionSegment> segments = timeline.Segments(frames);
        PrintTimeline(model.Metadata, timeline.Estimates, segments, session);

        FadePlan plan = FadeFile.Run(trackPath, fadedPath, Fades, session.Cancellation).Plan;
        Draw(track, model.Metadata, timeline.Estimates, segments, plan, picturePath, session);
        TextWriter output = session.Terminal.Results;
        output.WriteLine($"{trackPath}   the track");
        output.WriteLine($"{fadedPath}   faded in for {Fades.FadeIn} and out for {Fades.FadeOut}");
        output.WriteLine($"{picturePath}   waveform with the fade's gain, mel spectrogram, emotion curves");
        return ExitCode.Done;
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Writing(folder, e);
        }
    }

    private static void Listen(float[] track, EmotionModel model, EmotionTimeline timeline, bool realTime, Session session)
    {
        using var live = new LiveAnalysis(model, DemoTrack.SampleRate, Options);
        if (!session.Terminal.ShowsProgress)
        {
            Feed(track, live, timeline, realTime, (_, _) => { }, session.Cancellation);
            return;
        }

        var line = new LiveLine(model.Metadata, DemoTrack.LengthSeconds);
        Consoles.ForProgress(session.Terminal).Live(line.Render(0, null)).AutoClear(true).Start(context =>
            Feed(track, live, timeline, realTime, (seconds, estimate) => context.UpdateTarget(line.Render(seconds, estimate)), session.Cancellation));
    }

    // What a host's audio thread does, block by block; the analysis runs in between.
    private static void Feed(float[] track, LiveAnalysis live, EmotionTimeline timeline, bool realTime, Action<double, EmotionEstimate?> onProgress, CancellationToken cancellation)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        int blockLength = BlockFrames * DemoTrack.Channels;
        for (int at = 0; at < track.Length; at += blockLength)
        {
            cancellation.ThrowIfCancellationRequested();
            live.Write(track.AsSpan(at, Math.Min(blockLength, track.Length - at)), DemoTrack.Channels);
            live.Pump();
            double seconds = (double)at / DemoTrack.Channels / DemoTrack.SampleRate;
            if (Drain(live, timeline) is { } newest)
            {
                onProgress(seconds, newest);
            }

            if (realTime && seconds - clock.Elapsed.TotalSeconds is > 0 and var ahead)
            {
                cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(ahead));
            }
        }

        live.Finish();
        Drain(live, timeline);
    }

    private static EmotionEstimate? Drain(LiveAnalysis live, EmotionTimeline timeline)
    {
        EmotionEstimate? newest = null;
        while (live.History.TryRead(out EmotionEstimate estimate))
        {
            timeline.Add(estimate);
            newest = estimate;
        }

        return newest;
    }

    private static void PrintTimeline(ModelMetadata metadata, IReadOnlyList<EmotionEstimate> estimates, IReadOnlyList<EmotionSegment> segments, Session session)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("time").AddColumn("meant").AddColumn("heard");
        foreach (string label in metadata.Labels)
        {
            table.AddColumn(new TableColumn(label.EscapeMarkup()).RightAligned());
        }

        table.AddColumn("played");
        int asMeant = 0;
        foreach (DemoPassage passage in DemoTrack.Passages)
        {
            float[] mean = Mean(passage, estimates, metadata.Labels.Length);
            int top = Array.IndexOf(mean, mean.Max());
            string heard = metadata.Labels[top];
            asMeant += heard == passage.Intention ? 1 : 0;
            int meant = metadata.Labels.IndexOf(passage.Intention);
            table.AddRow(
            [
                $"{Clock(passage.StartSeconds)}–{Clock(passage.EndSeconds)}", EmotionMarkup.Of(passage.Intention, Math.Max(0, meant)), EmotionMarkup.Of(heard, top),
                .. mean.Select(p => $"{p * 100:0} %"), passage.Description.EscapeMarkup(),
            ]);
        }

        IAnsiConsole console = Consoles.ForResults(session.Terminal);
        console.Write(table);
        console.MarkupLine($"Heard as meant: {asMeant} of {DemoTrack.Passages.Count}.");
        console.MarkupLine("Timeline: " + string.Join(", ", segments.Select(s =>
            $"{Clock(s.StartSample / (double)DemoTrack.SampleRate)} {(s.Estimate.IsSilent ? "silence" : EmotionMarkup.Of(metadata.Labels[s.Estimate.TopIndex], s.Estimate.TopIndex))}")));
        console.WriteLine();
    }

    // The mean of the estimates whose audio has its middle in the passage; the nearest one where there is none.
    private static float[] Mean(DemoPassage passage, IReadOnlyList<EmotionEstimate> estimates, int labels)
    {
        static double Middle(EmotionEstimate e) => (e.EndSample - (e.LengthSamples / 2.0)) / DemoTrack.SampleRate;
        List<EmotionEstimate> inside = [.. estimates.Where(e => !e.IsSilent && Middle(e) >= passage.StartSeconds && Middle(e) < passage.EndSeconds)];
        if (inside.Count == 0)
        {
            inside.Add(estimates.MinBy(e => Math.Abs(Middle(e) - ((passage.StartSeconds + passage.EndSeconds) / 2))));
        }

        var mean = new float[labels];
        foreach (EmotionEstimate estimate in inside)
        {
            for (int k = 0; k < labels; k++)
            {
                mean[k] += estimate.Probabilities[k] / inside.Count;
            }
        }

        return mean;
    }

    private static string Clock(double seconds) => $"{(int)seconds / 60}:{(int)seconds % 60:00}";

    private static void Draw(float[] track, ModelMetadata metadata, IReadOnlyList<EmotionEstimate> estimates, IReadOnlyList<EmotionSegment> segments, FadePlan plan, string path, Session session)
    {
        var picture = new SoundPicture(DemoTrack.SampleRate, DemoTrack.Channels);
        picture.Add(track);
        picture.Finish();
        List<EmotionPanel.Stretch> meant = [.. DemoTrack.Passages.Select(p => new EmotionPanel.Stretch(p.StartSeconds, p.EndSeconds, p.Intention))];
        EmotionCurves curves = picture.Curves(metadata, estimates, segments, meant);
        var figure = new Figure("Emotion demo: what was meant and what was heard", $"{picture.Description} · model {metadata.Name}");
        ScottPlot.Plot waveform = picture.WaveformPanels().First();
        double[] times = [.. Enumerable.Range(0, 801).Select(i => i * DemoTrack.LengthSeconds / 800)];
        WaveformPanel.AddGain(waveform, times, [.. times.Select(t => plan.Gain((long)(t * DemoTrack.SampleRate)))]);
        figure.Add(waveform, 1, WaveformPanel.GainLegend);
        figure.Add(picture.MelPanel(), 1.2);
        figure.Add(curves.ProbabilityPanel(), 1.4, curves.Legend);
        PictureFile.Save(figure, path, Figure.DefaultWidth, PictureHeight, session.Terminal);
    }
}
