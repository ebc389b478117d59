using System.CommandLine;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Models;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion analyze</c>: what files feel like.</summary>
internal static class AnalyzeCommand
{
    internal static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Sound files; folders, with everything below them; - for WAV on standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> model = SharedOptions.Model();
        Option<InferenceDevice> device = SharedOptions.Device();
        Option<string?> genre = SharedOptions.Genre();
        var hop = new Option<double>("--hop")
        {
            Description = "Seconds from one estimate to the next.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => new AnalysisOptions().HopSeconds,
        };
        Option<AnalysisFormat> format = SharedOptions.Choice<AnalysisFormat>("--format", "How to write the result.", "-f");
        Option<string?> output = SharedOptions.Output("Where to write the result, instead of standard output.");
        var jobs = new Option<int>("--jobs", "-j")
        {
            Description = "How many files to hear at once.",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        SharedOptions.Between(jobs, 1, int.MaxValue);
        var command = new EmotionCommand(
            "analyze",
            "Says what music feels like: as a whole, and stretch by stretch.",
            new Example("analyze song.mp3", "a table for people"),
            new Example("analyze ~/Music --format csv -o moods.csv --jobs 4", "a folder with everything below it, for a spreadsheet"),
            new Example("analyze song.flac --hop 0.5 --format json | jq '.[0].segments'", "an estimate each half second, for a program"),
            new Example("analyze song.mp3 --genre rock", "with what is usual in rock taken into account, where the model knows it"),
            new Example("analyze - --format jsonl < take.wav", "a WAV from a pipe"))
        {
            paths, model, device, genre, hop, format, output, jobs,
        };
        command.Run((result, session) => Run(
            result.GetRequiredValue(paths),
            new Request(
                result.GetValue(model),
                result.GetValue(device),
                new AnalysisOptions { HopSeconds = result.GetValue(hop), Genre = result.GetValue(genre) }.Validated(),
                result.GetValue(format),
                result.GetValue(output),
                result.GetValue(jobs)),
            session));
        return command;
    }

    private static int Run(string[] paths, Request request, Session session)
    {
        using EmotionModel model = ModelCatalog.Load(request.Model, request.Device);
        if (request.Options.Genre is { } genre)
        {
            // A genre that the model does not know is wrong use, not a fault of each file.
            model.Metadata.GenreWeights(genre);
        }

        List<string> files = [.. AudioFile.Find(paths)];
        if (files.Count == 0)
        {
            throw new InputException(string.Join(", ", paths), "there is no sound file here", "name files, or a folder that holds some");
        }

        int failed = 0;
        ResultFile.WriteText(request.Output, session.Terminal, writer =>
        {
            var results = new AnalysisWriter(request.Format, model.Metadata, writer);
            Hear(files, model, request, session, row =>
            {
                if (row.Error is { } error)
                {
                    failed++;
                    session.Terminal.Error(error);
                }
                else if (row.Analysis?.Warning is { } warning)
                {
                    session.Terminal.Note($"{row.File}: {warning}");
                }

                results.Add(row);
            });
            results.Complete(Consoles.ForText(session.Terminal, writer, ResultFile.IsStandardOutput(request.Output)));
        });
        return failed == 0 ? ExitCode.Done : failed == files.Count ? ExitCode.NothingDone : ExitCode.SomeFailed;
    }

    private static void Hear(List<string> files, EmotionModel model, Request request, Session session, Action<AnalysisRow> onRow)
    {
        // Nobody looks at a bar for one file that takes a fraction of a second.
        if (files.Count == 1)
            Hear(files, model, request, onRow, _ => { }, session.Cancellation);
        else
            CountedProgress.Run(session, "listening", files.Count, onFile => Hear(files, model, request, onRow, onFile, session.Cancellation));
    }

    // Files are heard in parallel; their rows come in the order of the files, each as soon as all before it are known.
    private static void Hear(List<string> files, EmotionModel model, Request request, Action<AnalysisRow> onRow, Action<int> onFile, CancellationToken cancellation)
    {
        var waiting = new Dictionary<int, AnalysisRow>();
        int next = 0;
        int done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = request.Jobs, CancellationToken = cancellation };
        Parallel.For(0, files.Count, options, i =>
        {
            AnalysisRow row = Hear(files[i], model, request.Options, cancellation);
            lock (waiting)
            {
                waiting[i] = row;
                while (waiting.Remove(next, out AnalysisRow ready))
                {
                    onRow(ready);
                    next++;
                }

                onFile(++done);
            }
        });
    }

    private static AnalysisRow Hear(string file, EmotionModel model, AnalysisOptions options, CancellationToken cancellation)
    {
        try
        {
            return new AnalysisRow(file, ClipAnalysis.Run(file, model, options, cancellation: cancellation), null);
        }
        catch (InputException e)
        {
            return new AnalysisRow(file, null, e.Message);
        }
    }

    private sealed record Request(string? Model, InferenceDevice Device, AnalysisOptions Options, AnalysisFormat Format, string? Output, int Jobs);
}
