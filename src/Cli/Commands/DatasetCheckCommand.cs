using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Surveys;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion dataset check</c>: names the tracks that would spoil a training.</summary>
internal static class DatasetCheckCommand
{
    internal static Command Create()
    {
        Argument<string> dataset = DatasetOptions.Dataset();
        Option<string?> classes = DatasetOptions.Classes();
        var shortest = new Option<double>("--shortest") { Description = "Shorter tracks are named.", HelpName = "SECONDS", DefaultValueFactory = _ => DatasetCheck.UsualShortest };
        Option<int> threads = DatasetOptions.Threads();
        var command = new EmotionCommand(
            "check",
            "Names tracks that cannot be read, are silent, clipped, too short or of a low sample rate, hold no numbers, or sound the same as another.",
            new Example("dataset check emotify", "a line for each fault; exit code 1 if there is any"))
        {
            dataset, classes, shortest, threads,
        };
        command.Run((result, session) =>
        {
            LabelledDataset read = DatasetOptions.Read(result.GetRequiredValue(dataset), result.GetValue(classes), session);
            ImmutableArray<TrackSurvey> surveys = CountedProgress.Run(
                session, "listening", read.Tracks.Length, onTrack => DatasetSurvey.Of(read.Tracks, result.GetValue(threads), onTrack, session.Cancellation));
            ImmutableArray<DatasetProblem> problems = DatasetCheck.Find(read, surveys, result.GetValue(shortest));
            foreach (DatasetProblem problem in problems)
                session.Terminal.Results.WriteLine($"{problem.Track}: {problem.Problem}");
            session.Terminal.Note(problems.IsEmpty
                ? $"{read.Tracks.Length} tracks, nothing to find fault with."
                : string.Create(CultureInfo.InvariantCulture, $"{problems.Select(problem => problem.Track).Distinct().Count()} of {read.Tracks.Length} tracks have faults."));
            return problems.IsEmpty ? ExitCode.Done : ExitCode.SomeFailed;
        });
        return command;
    }
}
