using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Cli.Reports;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Surveys;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion dataset preview</c>: some tracks of each class, to look at and to listen to before training.</summary>
internal static class DatasetPreviewCommand
{
    internal static Command Create()
    {
        Argument<string> dataset = DatasetOptions.Dataset();
        Option<string?> classes = DatasetOptions.Classes();
        var className = new Option<string?>("--class") { Description = "Only this class.", HelpName = "NAME" };
        var count = new Option<int>("--count") { Description = "Tracks of each class.", HelpName = "N", DefaultValueFactory = _ => 3 };
        SharedOptions.Between(count, 1, 1000);
        var seed = new Option<int>("--seed") { Description = "Decides which tracks.", HelpName = "N", DefaultValueFactory = _ => 0 };
        var output = new Option<string?>("--output", "-o") { Description = "A page to look at and to listen to as well; excerpts are in it.", HelpName = "X.html" };
        Option<int> threads = DatasetOptions.Threads();
        var command = new EmotionCommand(
            "preview",
            "Shows some tracks of each class as they are read: label, shares, length, loudness; and, as a page, their sound.",
            new Example("dataset preview emotify", "three of each class"),
            new Example("dataset preview more/augmented.csv --class sadness --count 10 -o page.html", "what was made, to listen to"))
        {
            dataset, classes, className, count, seed, output, threads,
        };
        command.Run((result, session) =>
        {
            LabelledDataset read = DatasetOptions.Read(result.GetRequiredValue(dataset), result.GetValue(classes), session);
            int? wanted = result.GetValue(className) is { } name ? read.Merge.Named("--class", name) : null;
            LabelledTrack[] chosen = [.. Choose(read, wanted, result.GetValue(count), result.GetValue(seed))];
            if (chosen.Length == 0)
                throw new InputException(read.Path, $"has no track of class '{read.Merge.Classes[wanted!.Value].Name}'", "choose another class");
            ImmutableArray<TrackSurvey> surveys = CountedProgress.Run(
                session, "listening", chosen.Length, onTrack => DatasetSurvey.Of(chosen, result.GetValue(threads), onTrack, session.Cancellation));
            Show(read, chosen, surveys, session);
            if (result.GetValue(output) is { } path)
            {
                string page = DatasetPreviewPage.Write(read, [.. chosen.Zip(surveys)]);
                ResultFile.WriteText(path, session.Terminal, writer => writer.Write(page));
                session.Terminal.Note($"{path}   the page");
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>So many of each class, at random; tracks that were made of others come first, since those need listening to most.</summary>
    private static IEnumerable<LabelledTrack> Choose(LabelledDataset dataset, int? wanted, int count, int seed)
    {
        LabelledTrack[] order = [.. dataset.Tracks];
        new Random(seed).Shuffle(order);
        return Enumerable.Range(0, dataset.Merge.Classes.Length)
            .Where(c => c == (wanted ?? c))
            .SelectMany(c => order.Where(track => track.ClassIndex == c).OrderBy(track => track.Changes is null).Take(count));
    }

    private static void Show(LabelledDataset dataset, LabelledTrack[] tracks, ImmutableArray<TrackSurvey> surveys, Session session)
    {
        Table table = DatasetOptions.Table($"{dataset.Name}: {tracks.Length} of {dataset.Tracks.Length} tracks", ["track", "genre", .. dataset.Merge.Classes.Select(c => c.Name), "voices", "s", "LUFS"]);
        foreach ((LabelledTrack track, TrackSurvey survey) in tracks.Zip(surveys))
        {
            table.AddRow(
            [
                track.Id.EscapeMarkup(),
                track.Genre.EscapeMarkup(),
                .. track.ClassShares.Select((share, c) => c == track.ClassIndex ? $"[bold]{DatasetOptions.Percent(share)}[/]" : DatasetOptions.Percent(share)),
                track.Listeners.ToString(CultureInfo.InvariantCulture),
                survey.Problem is null ? survey.Seconds.ToString("0.0", CultureInfo.InvariantCulture) : "",
                survey.Problem is null ? survey.Loudness.ToString("0.0", CultureInfo.InvariantCulture) : "cannot be read",
            ]);
        }

        Consoles.ForResults(session.Terminal).Write(table);
        foreach (LabelledTrack track in tracks.Where(track => track.Changes is not null))
            session.Terminal.Results.WriteLine($"{track.Id} is made of {track.Changes}");
    }
}
