using System.CommandLine;
using System.Globalization;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Models;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Evaluation;
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
        var robustness = new Option<bool>("--robustness") { Description = "Ask again about changed sound: levels, noise, low-pass, MP3." };
        var seed = DatasetOptions.Seed();
        var threads = DatasetOptions.Threads();
        var command = new EmotionCommand(
            "evaluate",
            "Judges a model on music that people have voted on, beside what can be had for nothing.",
            new Example("evaluate mine.onnx emotify", "accuracy, fit to the votes, calibration, genre by genre"),
            new Example("evaluate mine.onnx emotify --robustness", "and how it stands noise, MP3 and other levels"))
        {
            model, dataset, robustness, seed, threads,
        };
        command.Run((result, session) =>
        {
            using EmotionModel loaded = ModelCatalog.Load(result.GetRequiredValue(model));
            EvaluationReport report = EvaluationRun.Judge(
                loaded,
                new EvaluationOptions
                {
                    DatasetPath = result.GetRequiredValue(dataset),
                    ChecksRobustness = result.GetValue(robustness),
                    Seed = result.GetValue(seed),
                    Threads = result.GetValue(threads),
                },
                cancellation: session.Cancellation);
            Show(report, session);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(EvaluationReport report, Session session)
    {
        IAnsiConsole console = Consoles.ForResults(session.Terminal);
        if (report.HeardInTraining)
        {
            session.Terminal.Note($"'{report.Model}' says that it was trained on this data set: it knows these tracks, and does worse on others. Its card has the cross-validation.");
        }

        Table table = DatasetOptions.Table($"{report.Model} on {report.Clips.Tracks} tracks (whole clips; 95 % intervals)", "", "model", "interval", "the genre alone", "single windows");
        Row("accuracy", report.Accuracy, s => s.Accuracy, isShare: true);
        Row("macro-F1", report.MacroF1, s => s.MacroF1, isShare: true);
        Row("cross-entropy to the votes", report.CrossEntropy, s => s.CrossEntropy);
        Row("correlation with the votes", report.Correlation, s => s.Correlation.Average());
        Row("calibration error", report.CalibrationError, s => s.CalibrationError);
        table.AddRow("always the biggest class", DatasetOptions.Percent(report.Clips.MajorityShare), "", "", "");
        console.Write(table);

        Table genres = DatasetOptions.Table("By genre", "genre", "accuracy", "cross-entropy", "correlation", "tracks");
        foreach (GenreScore genre in report.Genres)
        {
            genres.AddRow(
                genre.Genre.EscapeMarkup(),
                DatasetOptions.Percent(genre.Score.Accuracy),
                genre.Score.CrossEntropy.ToString("0.000", CultureInfo.InvariantCulture),
                genre.Score.Correlation.Average().ToString("0.00", CultureInfo.InvariantCulture),
                genre.Score.Tracks.ToString(CultureInfo.InvariantCulture));
        }

        console.Write(genres);
        if (!report.Robustness.IsEmpty)
        {
            Table changes = DatasetOptions.Table("Changed sound", "change", "labels that change", "mean shift", "accuracy");
            foreach (RobustnessRow row in report.Robustness)
            {
                changes.AddRow(row.Variation, DatasetOptions.Percent(row.ChangedLabels), row.Shift.ToString("0.000", CultureInfo.InvariantCulture), DatasetOptions.Percent(row.Accuracy));
            }

            console.Write(changes);
        }

        void Row(string name, Interval interval, Func<ClassificationScore, double> of, bool isShare = false)
        {
            string Text(double value) => isShare ? DatasetOptions.Percent(value) : value.ToString("0.000", CultureInfo.InvariantCulture);
            table.AddRow(name, $"[bold]{Text(interval.Value)}[/]", $"{Text(interval.Low)} … {Text(interval.High)}", Text(of(report.GenrePrior)), Text(of(report.Windows)));
        }
    }
}
