using System.CommandLine;
using System.Globalization;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Models;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Evaluation;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion compare</c>: whether one model does better than another, and how sure that is.</summary>
internal static class CompareCommand
{
    internal static Command Create()
    {
        var first = new Argument<string>("A") { Description = "A model: the path of an .onnx file, or the name of a built-in one." };
        var second = new Argument<string>("B") { Description = "The model to compare it with." };
        first.CompletionSources.Add(_ => ModelCatalog.BuiltIn);
        second.CompletionSources.Add(_ => ModelCatalog.BuiltIn);
        var dataset = DatasetOptions.Dataset();
        var classes = DatasetOptions.Classes();
        var seed = DatasetOptions.Seed();
        var threads = DatasetOptions.Threads();
        var command = new EmotionCommand(
            "compare",
            "Compares two models on the same music that people have voted on (paired bootstrap).",
            new Example("compare mine.onnx emotify emotify-data", "mine, and the one that came with the program"))
        {
            first, second, dataset, classes, seed, threads,
        };
        command.Run((result, session) =>
        {
            using EmotionModel a = ModelCatalog.Load(result.GetRequiredValue(first));
            using EmotionModel b = ModelCatalog.Load(result.GetRequiredValue(second));
            ComparisonReport report = EvaluationRun.Compare(
                a,
                b,
                new EvaluationOptions { DatasetPath = result.GetRequiredValue(dataset), Merge = DatasetOptions.MergeOf(result.GetValue(classes)), Seed = result.GetValue(seed), Threads = result.GetValue(threads) },
                cancellation: session.Cancellation);
            Show(report, result.GetRequiredValue(first), result.GetRequiredValue(second), session);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(ComparisonReport report, string first, string second, Session session)
    {
        // Two versions of one model have one name; what was typed tells them apart.
        (string a, string b) = report.First == report.Second ? (first, second) : (report.First, report.Second);
        Table table = DatasetOptions.Table($"{a} less {b}, {report.Tracks} tracks (95 % intervals)", "", "difference", "interval", "");
        Row("accuracy", report.Accuracy, moreIsBetter: true);
        Row("macro-F1", report.MacroF1, moreIsBetter: true);
        Row("cross-entropy to the votes", report.CrossEntropy, moreIsBetter: false);
        Row("correlation with the votes", report.Correlation, moreIsBetter: true);
        Consoles.ForResults(session.Terminal).Write(table);
        session.Terminal.Results.WriteLine($"They give the same label to {DatasetOptions.Percent(report.SameLabel)} of the tracks.");

        void Row(string name, Interval interval, bool moreIsBetter)
        {
            string verdict = interval switch
            {
                { Low: > 0 } => moreIsBetter ? "better" : "worse",
                { High: < 0 } => moreIsBetter ? "worse" : "better",
                _ => "cannot be told",
            };
            table.AddRow(name, Signed(interval.Value), $"{Signed(interval.Low)} … {Signed(interval.High)}", verdict);
        }
    }

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
