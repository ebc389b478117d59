using System.CommandLine;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Models;
using RealtimeEmotion.Cli.Plots;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion plot</c>: pictures of a sound.</summary>
internal static class PlotCommand
{
    private const int BlockFrames = 8192;
    private const int TallHeight = 1200;
    private const int LeastPixels = 240;
    private const int MostPixels = 8000;

    internal enum Kind
    {
        All,
        Waveform,
        Spectrogram,
        Mel,
        Emotion,
    }

    internal static Command Create()
    {
        var path = new Argument<string>("PATH") { Description = "A sound file, or - for WAV on standard input." };
        Option<Kind> kind = SharedOptions.Choice<Kind>("--kind", "What to draw.", "-k");
        var output = new Option<string>("--output", "-o") { Description = "Where to write the picture: NAME.png or NAME.svg.", HelpName = "FILE", Required = true };
        Option<string?> model = SharedOptions.Model();
        Option<InferenceDevice> device = SharedOptions.Device();
        var width = new Option<int>("--width") { Description = $"Width in pixels, {LeastPixels} to {MostPixels}.", HelpName = "N", DefaultValueFactory = _ => Figure.DefaultWidth };
        SharedOptions.Between(width, LeastPixels, MostPixels);
        var height = new Option<int?>("--height") { Description = $"Height in pixels, {LeastPixels} to {MostPixels}. [default: {Figure.SinglePanelHeight}, or {TallHeight} for all]", HelpName = "N" };
        SharedOptions.Between(height, LeastPixels, MostPixels);
        Option<string?> genre = SharedOptions.Genre();
        var hop = new Option<double>("--hop") { Description = "Seconds from one emotion estimate to the next.", HelpName = "SECONDS", DefaultValueFactory = _ => new AnalysisOptions().HopSeconds };
        var command = new EmotionCommand(
            "plot",
            "Draws a sound: waveform, spectrogram, mel spectrogram, emotion over time.",
            new Example("plot song.mp3 -o song.png", "everything over one time axis"),
            new Example("plot song.mp3 --kind emotion -o mood.svg", "the emotion curves as vector graphics"))
        {
            path, kind, output, model, device, genre, hop, width, height,
        };
        command.Run((result, session) =>
        {
            string target = result.GetRequiredValue(output);
            PictureFile.CheckName(target);
            Kind what = result.GetValue(kind);
            Figure figure = Draw(result.GetRequiredValue(path), what, result.GetValue(model), result.GetValue(device), new AnalysisOptions { HopSeconds = result.GetValue(hop), Genre = result.GetValue(genre) }.Validated(), session);
            PictureFile.Save(figure, target, result.GetValue(width), result.GetValue(height) ?? (what == Kind.All ? TallHeight : Figure.SinglePanelHeight), session.Terminal);
            return ExitCode.Done;
        });
        return command;
    }

    private static Figure Draw(string path, Kind kind, string? modelName, InferenceDevice device, AnalysisOptions options, Session session)
    {
        using IAudioSource source = AudioFile.Open(path);
        var picture = new SoundPicture(source.SampleRate, source.Channels);
        EmotionCurves? curves = null;
        if (kind is Kind.Emotion or Kind.All)
        {
            using EmotionModel model = ModelCatalog.Load(modelName, device);
            ClipAnalysis clip = ClipAnalysis.Run(source, path, model, options, picture.Add, session.Cancellation);
            curves = picture.Curves(model.Metadata, clip.Estimates, clip.Segments, []);
        }
        else
        {
            var block = new float[BlockFrames * source.Channels];
            for (int frames; (frames = source.Read(block)) > 0;)
            {
                session.Cancellation.ThrowIfCancellationRequested();
                picture.Add(block.AsSpan(0, frames * source.Channels));
            }
        }

        picture.Finish();
        if (picture.Envelope.Frames == 0)
        {
            throw new InputException(path, "has no samples", "export it again");
        }

        if (source.Warning is { } warning)
        {
            session.Terminal.Note($"{path}: {warning}");
        }

        var figure = new Figure(path == AudioFile.Pipe ? "standard input" : Path.GetFileName(path), $"{picture.Description} · {source.Format}");
        if (kind is Kind.Waveform or Kind.All)
        {
            foreach (ScottPlot.Plot panel in picture.WaveformPanels())
            {
                figure.Add(panel, kind == Kind.All ? 0.8 : 1, WaveformPanel.Legend);
            }
        }

        if (kind is Kind.Spectrogram or Kind.All)
        {
            figure.Add(picture.SpectrogramPanel(), 1.3);
        }

        if (kind is Kind.Mel or Kind.All)
        {
            figure.Add(picture.MelPanel(), 1.3);
        }

        if (curves is not null)
        {
            figure.Add(curves.ProbabilityPanel(), kind == Kind.All ? 1.3 : 1.8, curves.Legend);
            figure.Add(curves.PlanePanel(), 0.8, EmotionPanel.PlaneLegend);
        }

        return figure;
    }
}
