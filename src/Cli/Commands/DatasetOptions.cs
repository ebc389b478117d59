using System.CommandLine;
using System.Globalization;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Trainer.Datasets;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Commands;

/// <summary>What the commands that judge models on a data set have in common.</summary>
internal static class DatasetOptions
{
    internal static Argument<string> Dataset() => new("DATASET") { Description = $"Labelled music: {DatasetReader.Layouts}." };

    internal static Option<string?> Classes() => new("--classes")
    {
        Description = "A table of classes and the categories or labels that make them up (JSON). [default: joy, sadness, neutral, anger, of Emotify's nine, or of words in tags]",
        HelpName = "FILE",
    };

    /// <summary>The table that was asked for, or the usual one.</summary>
    internal static ClassMerge MergeOf(string? path) => path is null ? ClassMerge.Emotify : ClassMerge.Read(path);

    /// <summary>Reads a data set for a command, and says what of it is left out.</summary>
    internal static LabelledDataset Read(string path, string? classes, Session session)
    {
        LabelledDataset read = DatasetReader.Read(path, MergeOf(classes));
        NoteLeftOut(read.LeftOut, read.Tracks.Length, session);
        return read;
    }

    /// <summary>Says what of a data set was left out, where anything was.</summary>
    internal static void NoteLeftOut(IEnumerable<LeftOutTracks> leftOut, int tracks, Session session)
    {
        foreach (LeftOutTracks some in leftOut)
            session.Terminal.Note($"Left out beside the {tracks} tracks that are used: {some.Count} {some.Reason}.");
    }

    internal static Option<int> Seed() => new("--seed") { Description = "Decides the draws of the intervals.", HelpName = "N", DefaultValueFactory = _ => 0 };

    internal static Option<int> Threads()
    {
        var threads = new Option<int>("--threads") { Description = "Files read side by side; 0 for one a core.", HelpName = "N", DefaultValueFactory = _ => 0 };
        SharedOptions.Between(threads, 0, 1024);
        return threads;
    }

    internal static Table Table(string title, params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple).Title(title.EscapeMarkup());
        foreach (string column in columns)
        {
            var cell = new TableColumn(column);
            table.AddColumn(table.Columns.Count == 0 ? cell : cell.RightAligned());
        }

        return table;
    }

    internal static string Percent(double share) => Points(share) + " %";

    /// <summary>A share in hundredths, without the sign.</summary>
    internal static string Points(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);
}
