using System.CommandLine;
using System.Globalization;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Cli.Reports;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Evaluation;
using RealtimeEmotion.Trainer.Training;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion train</c>: a model from a folder of music that people have voted on.</summary>
internal static class TrainCommand
{
    // A shorter window is one moment to the network, whose convolutions and pools make one column of more than a second.
    private const double ShortestWindow = 3;
    private const double LongestWindow = 60;
    private const int MostStudents = 8;

    internal static Command Create()
    {
        Argument<string> dataset = DatasetOptions.Dataset();
        Option<string?> classes = DatasetOptions.Classes();
        var output = new Option<string>("--output", "-o") { Description = "The model to write; its card (.md) and report (.json) go beside it.", HelpName = "M.onnx", Required = true };
        var also = new Option<string[]>("--also") { Description = "More labelled music to learn from, which nothing is judged on (any layout); may be given more than once.", HelpName = "DATASET" };
        var teachers = new Option<string[]>("--teacher") { Description = "A pretrained network to learn from (.onnx, with its front-end in X.frontend.json beside it); may be given more than once.", HelpName = "X.onnx" };
        var unlabelled = new Option<string[]>("--unlabelled") { Description = "A folder of music without labels, to hear what the teachers make of it; may be given more than once.", HelpName = "FOLDER" };
        var students = new Option<int?>("--students") { Description = $"How many students learn from the teachers side by side, 1 to {MostStudents}: more of them are right a little more often, and take as much longer to train and to run. [default: {TrainingRecipe.UsualStudents}]", HelpName = "N" };
        SharedOptions.Between(students, 1, MostStudents);
        var robustness = new Option<bool>("--robustness") { Description = "Ask the folds' models again about changed sound: levels, noise, low-pass, MP3." };
        Option<RecipeName> recipeName = SharedOptions.Choice<RecipeName>("--recipe", "How to train: the best known way, or the way that the idea came from, by either optimiser (hard labels, a fifth of each genre held out), to compare with.");
        var folds = new Option<int?>("--folds") { Description = "Folds of the cross-validation, 2 or more; 0 for none. [default: 5; 0 for sgd and adam, which hold out a fifth]", HelpName = "N" };
        SharedOptions.Between(folds, 0, 100);
        var epochs = new Option<int?>("--epochs") { Description = "How often each fit hears all tracks. [default: the recipe's]", HelpName = "N" };
        SharedOptions.Between(epochs, 1, 100_000);
        var window = new Option<double?>("--window") { Description = string.Create(CultureInfo.InvariantCulture, $"The length of what the network hears at once, {ShortestWindow:0} to {LongestWindow:0} seconds: a longer one is right more often, a shorter one follows faster. [default: {new TrainingRecipe().WindowSeconds:0}]"), HelpName = "SECONDS" };
        SharedOptions.Between(window, ShortestWindow, LongestWindow);
        var seed = new Option<int>("--seed") { Description = "Decides folds, first weights and variations.", HelpName = "N", DefaultValueFactory = _ => 0 };
        var threads = new Option<int>("--threads") { Description = "Threads of the tensor library; 0 for one a core.", HelpName = "N", DefaultValueFactory = _ => 0 };
        SharedOptions.Between(threads, 0, 1024);
        Option<TrainingDevice> device = SharedOptions.Choice<TrainingDevice>("--device", "Where networks compute.");
        var resume = new Option<bool>("--resume") { Description = "Goes on with the same command's run that did not end: the model will be the same to the bit as if it had." };
        var checkpoint = new Option<double>("--checkpoint-every") { Description = "How often an unfinished run is kept on disk; 0 for after every epoch.", HelpName = "SECONDS", DefaultValueFactory = _ => 10 };
        SharedOptions.Between(checkpoint, 0, 86_400);
        var tensorBoard = new Option<string?>("--tensorboard") { Description = "A folder for event files, to watch the curves in TensorBoard while they grow.", HelpName = "DIR" };
        var page = new Option<string?>("--report") { Description = "A page to write as well: curves, confusion, calibration, genres, the surest mistakes to look at and to listen to (excerpts are in the file), the card.", HelpName = "X.html" };
        var command = new EmotionCommand(
            "train",
            "Trains a model on music that people have voted on, judges it by cross-validation, and writes it with its card.",
            new Example("train emotify -o mine.onnx", "five folds, then the model that is written"),
            new Example("train emotify -o mine.onnx --teacher mn04_trunk.onnx --unlabelled music", "learns first what a teacher makes of more music"),
            new Example("train emotify --also emopia-sound/emopia.csv -o mine.onnx", "learns from two collections"),
            new Example("train emotify -o source.onnx --recipe sgd", "the recipe that the idea came from"),
            new Example("train emotify -o agile.onnx --window 5", "hears 5 seconds at once"),
            new Example("train emotify -o mine.onnx --resume", "after a power cut"),
            new Example("train emotify -o quick.onnx --folds 0 --epochs 2", "only to see that it works"))
        {
            dataset, classes, output, recipeName, also, teachers, unlabelled, students, robustness, folds, epochs, window, seed, threads, device, resume, checkpoint, tensorBoard, page,
        };
        command.Run((result, session) =>
        {
            string[] teacherPaths = result.GetValue(teachers) ?? [];
            TrainingRecipe recipe = result.GetValue(recipeName) switch
            {
                RecipeName.Sgd => TrainingRecipe.SourceSgd,
                RecipeName.Adam => TrainingRecipe.SourceAdam,
                _ => teacherPaths.Length > 0 ? TrainingRecipe.Distilled : new(),
            };
            if (result.GetValue(students) is { } count)
            {
                recipe = teacherPaths.Length > 0
                    ? recipe.WithStudents(count)
                    : throw new InputException("--students", "has no use without a teacher to learn from", "give '--teacher' as well");
            }

            recipe = recipe with { Epochs = result.GetValue(epochs) ?? recipe.Epochs, WindowSeconds = result.GetValue(window) ?? recipe.WindowSeconds };
            var options = new TrainingOptions
            {
                DatasetPath = result.GetRequiredValue(dataset),
                Merge = DatasetOptions.MergeOf(result.GetValue(classes)),
                OutputPath = result.GetRequiredValue(output),
                AlsoPaths = [.. result.GetValue(also) ?? []],
                TeacherPaths = [.. teacherPaths],
                UnlabelledPaths = [.. result.GetValue(unlabelled) ?? []],
                ChecksRobustness = result.GetValue(robustness),
                Folds = result.GetValue(folds) ?? (recipe.HeldOutShare > 0 ? 0 : TrainingOptions.UsualFolds),
                Seed = result.GetValue(seed),
                Threads = result.GetValue(threads),
                Device = result.GetValue(device),
                TensorBoardPath = result.GetValue(tensorBoard),
                Resumes = result.GetValue(resume),
                CheckpointInterval = TimeSpan.FromSeconds(result.GetValue(checkpoint)),
                Recipe = recipe,
                Command = $"{EmotionCommandLine.Name} train {string.Join(' ', result.Tokens.Skip(1).Select(t => t.Value))}",
            };
            string? pagePath = result.GetValue(page);
            if (pagePath is not null && !ResultFile.IsStandardOutput(pagePath))
            {
                // Training takes long: a page that cannot be written must be known before, not after it.
                using var probe = new AtomicFile(pagePath);
            }

            TrainingReport report;
            try
            {
                report = Train(options, session);
            }
            catch (OperationCanceledException) when (Directory.Exists(TrainingRun.UnfinishedFolder(options.OutputPath)))
            {
                session.Terminal.Note($"{TrainingRun.UnfinishedFolder(options.OutputPath)} holds what is done; the same command with '--resume' goes on with it.");
                throw;
            }

            Report(report, options.OutputPath, session);
            if (pagePath is not null)
            {
                string html = TrainingReportPage.Write(report, options.DatasetPath, File.ReadAllText(Path.ChangeExtension(options.OutputPath, ".md")));
                ResultFile.WriteText(pagePath, session.Terminal, writer => writer.Write(html));
                session.Terminal.Note($"{pagePath}   the report");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static TrainingReport Train(TrainingOptions options, Session session)
    {
        if (!session.Terminal.ShowsProgress)
        {
            return TrainingRun.Run(options, new TrainingNotes(session.Terminal), session.Cancellation);
        }

        TrainingReport? report = null;
        Consoles.ForProgress(session.Terminal).Live(new Text("starting…")).AutoClear(true).Start(context =>
        {
            report = TrainingRun.Run(options, new Watcher(progress => context.UpdateTarget(TrainingLine.Render(progress))), session.Cancellation);
        });
        return report!;
    }

    private static void Report(TrainingReport report, string modelPath, Session session)
    {
        IAnsiConsole console = Consoles.ForResults(session.Terminal);
        if (report.Pooled is { } score)
        {
            console.Write(Scores(score, report.Windows, report.Folds, report.HeldOutTracks));
            console.Write(Confusion(score, report.Labels));
        }
        else
        {
            console.WriteLine("Not cross-validated: nobody knows how well it does.");
        }

        TextWriter output = session.Terminal.Results;
        output.WriteLine($"{report.Tracks} tracks, {report.AudioSeconds / 60:0.0} minutes; {report.Weights} weights; "
            + $"tensor library and ONNX Runtime agree to {report.Parity:0.0e+0} on {report.ParityWindows} windows.");
        DatasetOptions.NoteLeftOut(report.LeftOut, report.Tracks, session);
        foreach (string warning in report.Warnings)
        {
            session.Terminal.Error($"Warning: {warning}");
        }

        output.WriteLine($"{modelPath}   the model ({report.ModelBytes / 1024.0:0} KiB; {report.Licence})");
    }

    private static Table Scores(ClassificationScore score, ClassificationScore? windows, IReadOnlyList<ClassificationScore> folds, int heldOut)
    {
        Table table = new Table().Border(TableBorder.Simple).Title($"{(heldOut > 0 ? "Held-out" : "Cross-validation, on")} tracks that the model did not hear").AddColumn("");
        foreach (string column in (string[])["accuracy", "macro-F1", "cross-entropy", "tracks"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        for (int i = 0; i < folds.Count && heldOut == 0; i++)
        {
            Row($"fold {i + 1}", folds[i]);
        }

        Row(heldOut > 0 ? "held out" : "all folds", score);
        if (windows is not null)
        {
            Row("single windows", windows);
        }

        table.AddRow("always the biggest class", $"{score.MajorityShare * 100:0.0} %", "", "", $"{score.Tracks}");
        return table;

        void Row(string name, ClassificationScore s) =>
            table.AddRow(name, $"{s.Accuracy * 100:0.0} %", $"{s.MacroF1 * 100:0.0} %", $"{s.CrossEntropy:0.000}", $"{s.Tracks}");
    }

    private static Table Confusion(ClassificationScore score, IReadOnlyList<string> labels)
    {
        Table table = new Table().Border(TableBorder.Simple).Title("What listeners said (rows) and what the model says").AddColumn("");
        foreach (string label in labels)
        {
            table.AddColumn(new TableColumn(label.EscapeMarkup()).RightAligned());
        }

        table.AddColumn(new TableColumn("recall").RightAligned());
        for (int a = 0; a < labels.Count; a++)
        {
            int sum = score.Confusion[a].Sum();
            table.AddRow(
            [
                EmotionMarkup.Of(labels[a], a),
                .. score.Confusion[a].Select((n, p) => p == a ? $"[bold]{n}[/]" : $"{n}"),
                sum == 0 ? "" : $"{100.0 * score.Confusion[a][a] / sum:0} %",
            ]);
        }

        return table;
    }

    private sealed class Watcher(Action<TrainingProgress> onProgress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => onProgress(value);
    }
}
