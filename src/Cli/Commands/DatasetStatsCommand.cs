using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Cli.Plots;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Surveys;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion dataset stats</c>: what is in a data set.</summary>
internal static class DatasetStatsCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private enum Format
    {
        Table,
        Json,
    }

    internal static Command Create()
    {
        Argument<string> dataset = DatasetOptions.Dataset();
        Option<string?> classes = DatasetOptions.Classes();
        Option<Format> format = SharedOptions.Choice<Format>("--format", "How to print it.", "-f");
        var picture = new Option<string?>("--output", "-o") { Description = "A picture of the classes of each genre as well, .png or .svg.", HelpName = "FILE" };
        Option<int> threads = DatasetOptions.Threads();
        var command = new EmotionCommand(
            "stats",
            "Counts classes and genres before and after merging, votes and their agreement, length, loudness, and tracks that sound the same.",
            new Example("dataset stats emotify -o emotify.png", "tables, and a picture"),
            new Example("dataset stats music.csv --format json", "for a program"))
        {
            dataset, classes, format, picture, threads,
        };
        command.Run((result, session) =>
        {
            if (result.GetValue(picture) is { } named)
                PictureFile.CheckName(named);
            LabelledDataset read = DatasetOptions.Read(result.GetRequiredValue(dataset), result.GetValue(classes), session);
            ImmutableArray<TrackSurvey> surveys = CountedProgress.Run(
                session, "listening", read.Tracks.Length, onTrack => DatasetSurvey.Of(read.Tracks, result.GetValue(threads), onTrack, session.Cancellation));
            DatasetStatistics statistics = DatasetStatistics.Of(read, surveys);
            if (result.GetValue(format) == Format.Json)
                session.Terminal.Results.WriteLine(JsonSerializer.Serialize(statistics, Json));
            else
                Show(statistics, read.Merge, session);
            if (result.GetValue(picture) is { } path)
                DatasetPicture.Save(statistics, path, session.Terminal);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(DatasetStatistics statistics, ClassMerge merge, Session session)
    {
        IAnsiConsole console = Consoles.ForResults(session.Terminal);
        TextWriter results = session.Terminal.Results;
        results.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{statistics.Name}: {statistics.Tracks} tracks, {statistics.Hours:0.0} h, {statistics.Listeners} answers; the label got {100 * statistics.Agreement:0.0} % of a track's votes on average"));
        string loudness = statistics.MedianLoudness is { } median
            ? string.Create(CultureInfo.InvariantCulture, $"{median:0.0} LUFS at the median, {statistics.QuietestLoudness:0.0} to {statistics.LoudestLoudness:0.0}")
            : "silent";
        results.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"length {statistics.ShortestSeconds:0.0} to {statistics.LongestSeconds:0.0} s; {loudness}; {string.Join(", ", statistics.SampleRates.Select(rate => $"{rate.Count} at {rate.Name} Hz"))}"));
        if (statistics.Unreadable > 0)
            results.WriteLine($"{statistics.Unreadable} cannot be read: 'emotion dataset check' names them");
        results.Flush();
        Table table = DatasetOptions.Table("Tracks by genre and class", ["genre", .. merge.Classes.Select(c => c.Name), "all"]);
        foreach (GenreCounts genre in statistics.Genres)
            table.AddRow([genre.Genre.EscapeMarkup(), .. genre.Classes.Select(Number), Number(genre.Classes.Sum())]);
        table.AddRow(["[bold]all[/]", .. statistics.Classes.Select(c => Number(c.Count)), Number(statistics.Tracks)]);
        console.Write(table);
        if (statistics.Categories.Length != statistics.Classes.Length)
        {
            Table categories = DatasetOptions.Table("Before merging: most-voted category", "category", "class", "tracks");
            foreach (NamedCount category in statistics.Categories)
                categories.AddRow(category.Name.EscapeMarkup(), merge.Classes[merge.ClassOf(category.Name)].Name.EscapeMarkup(), Number(category.Count));
            console.Write(categories);
        }

        foreach (ImmutableArray<string> pair in statistics.Duplicates)
            results.WriteLine($"{pair[0]} and {pair[1]} sound the same");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
