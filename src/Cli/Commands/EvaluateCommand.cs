using System.CommandLine;
using System.Globalization;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Models;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Training;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion evaluate</c>: how well a model does on music that people have voted on.</summary>
internal static class EvaluateCommand
{
    internal static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "The path of an .onnx file, or the name of a built-in model." };
        model.CompletionSources.Add(_ => ModelCatalog.BuiltIn);
        var dataset = DatasetOptions.Dataset();
        var classes = DatasetOptions.Classes();
        var robustness = new Option<bool>("--robustness") { Description = "Ask again about changed sound: levels, noise, low-pass, MP3." };
        var folds = new Option<int>("--folds") { Description = "Folds by which the comparisons learn: each track is answered by what was learnt without its fold.", HelpName = "N", DefaultValueFactory = _ => TrainingOptions.UsualFolds };
        SharedOptions.Between(folds, 2, 100);
        var seeds = new Option<int>("--seeds") { Description = "How often tracks are dealt into folds anew; figures are the mean.", HelpName = "N", DefaultValueFactory = _ => 3 };
        SharedOptions.Between(seeds, 1, 100);
        var json = new Option<bool>("--json") { Description = "Everything as JSON." };
        var seed = DatasetOptions.Seed();
        var threads = DatasetOptions.Threads();
        var command = new EmotionCommand(
            "evaluate",
            "Judges a model on music that people have voted on, beside what can be had for nothing.",
            new Example("evaluate mine.onnx emotify", "accuracy, fit to the votes, calibration, genre by genre"),
            new Example("evaluate mine.onnx emotify --robustness", "and how it stands noise, MP3 and other levels"))
        {
            model, dataset, classes, robustness, folds, seeds, seed, threads, json,
        };
        command.Run((result, session) =>
        {
            using EmotionModel loaded = ModelCatalog.Load(result.GetRequiredValue(model));
            var options = new EvaluationOptions
            {
                DatasetPath = result.GetRequiredValue(dataset),
                Merge = DatasetOptions.MergeOf(result.GetValue(classes)),
                ChecksRobustness = result.GetValue(robustness),
                Folds = result.GetValue(folds),
                Seeds = result.GetValue(seeds),
                Seed = result.GetValue(seed),
                Threads = result.GetValue(threads),
            };
            EvaluationReport report = EvaluationRun.Judge(loaded, options, cancellation: session.Cancellation);
            if (result.GetValue(json))
            {
                session.Terminal.Results.WriteLine(report.ToJson());
                return ExitCode.Done;
            }

            Show(report, options, session);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(EvaluationReport report, EvaluationOptions options, Session session)
    {
        IAnsiConsole console = Consoles.ForResults(session.Terminal);
        DatasetOptions.NoteLeftOut(report.LeftOut, report.Clips.Tracks, session);
        if (report.HeardInTraining)
        {
            session.Terminal.Note($"'{report.Model}' says that it was trained on this data set: it knows these tracks, and does worse on others. Its card has the cross-validation.");
        }

        Write($"{report.Model} on {report.Clips.Tracks} tracks (whole clips; 95 % intervals)", "", [report.Whole with { Name = report.Model }, .. report.Baselines]);
        session.Terminal.Results.WriteLine($"The biggest class is that of all tracks; what learns does so on the other folds, {options.Folds} of them, dealt {options.Seeds} times.");
        if (report.Listeners is { } listeners)
        {
            session.Terminal.Results.WriteLine(
                $"The listeners themselves: one gives the label of all in {DatasetOptions.Percent(listeners.OneWithAll)}, two halves agree in {DatasetOptions.Percent(listeners.Halves)}, a half with all in {DatasetOptions.Percent(listeners.HalfWithAll)}.");
        }

        session.Terminal.Results.WriteLine();
        session.Terminal.Results.Flush();
        Write("By how much is heard", "length", report.Lengths);
        Write("By genre", "genre", report.Genres);
        if (!report.Robustness.IsEmpty)
        {
            Table changes = DatasetOptions.Table("Changed sound", "change", "labels that change", "mean shift", "accuracy");
            foreach (RobustnessRow row in report.Robustness)
            {
                changes.AddRow(row.Variation, DatasetOptions.Percent(row.ChangedLabels), row.Shift.ToString("0.000", CultureInfo.InvariantCulture), DatasetOptions.Percent(row.Accuracy));
            }

            console.Write(changes);
        }

        void Write(string title, string what, IReadOnlyList<ScoreRow> rows)
        {
            Table table = DatasetOptions.Table(title, what, "accuracy", "macro-F1", "cross-entropy", "correlation", "calibration error", "tracks");
            foreach (ScoreRow row in rows)
            {
                table.AddRow(
                    row.Name.EscapeMarkup(),
                    Cell(row.Accuracy, DatasetOptions.Points, " %"),
                    Cell(row.MacroF1, Number),
                    Cell(row.CrossEntropy, Number),
                    Cell(row.Correlation, v => v.ToString("0.00;-0.00;0.00", CultureInfo.InvariantCulture)),
                    Cell(row.CalibrationError, Number),
                    row.Tracks.ToString(CultureInfo.InvariantCulture));
            }

            console.Write(table);
        }

        static string Cell(Interval interval, Func<double, string> text, string unit = "") => $"[bold]{text(interval.Value)}{unit}[/] ({text(interval.Low)}…{text(interval.High)})";

        static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
    }
}
