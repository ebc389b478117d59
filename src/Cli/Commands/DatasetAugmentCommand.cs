using System.Collections.Immutable;
using System.CommandLine;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Augmentation;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion dataset augment</c>: more tracks of a class, made of those that there are.</summary>
internal static class DatasetAugmentCommand
{
    private const string TableName = "augmented.csv";

    internal static Command Create()
    {
        Argument<string> dataset = DatasetOptions.Dataset();
        Option<string?> classes = DatasetOptions.Classes();
        var output = new Option<string>("--output", "-o") { Description = $"A folder for the new tracks and a table of all, {TableName}. Nothing in it is written over.", HelpName = "FOLDER", Required = true };
        var className = new Option<string>("--class") { Description = "The class to make tracks of.", HelpName = "NAME", Required = true };
        var count = new Option<int>("--count") { Description = "How many to make.", HelpName = "N", Required = true };
        SharedOptions.Between(count, 1, 100_000);
        var kinds = new Option<string[]>("--kinds")
        {
            Description = $"What may be done, with commas between: {string.Join(", ", Enum.GetNames<SoundChange>().Select(name => name.ToLowerInvariant()))}. [default: all]",
            HelpName = "KIND,…",
            AllowMultipleArgumentsPerToken = true,
        };
        var seed = new Option<int>("--seed") { Description = "Decides which tracks, which changes and their values: the same seed gives the same sound.", HelpName = "N", DefaultValueFactory = _ => 0 };
        Option<int> threads = DatasetOptions.Threads();
        var command = new EmotionCommand(
            "augment",
            "Oversamples a class: makes new tracks of those that there are by changes of the sound, up to three each, and writes a table that 'train' reads. A track and what is made of it stay on one side of every split.",
            new Example("dataset augment emotify --class sadness --count 10 -o more", "ten more, and more/augmented.csv"),
            new Example("dataset augment music.csv --class joy --count 50 --kinds pitch,stretch,room -o more", "by these changes only"),
            new Example("dataset preview more/augmented.csv -o page.html", "listen to what it made"))
        {
            dataset, classes, className, count, kinds, seed, output, threads,
        };
        command.Run((result, session) =>
        {
            ImmutableArray<SoundChange> changes = ChangesOf(result.GetValue(kinds) ?? []);
            string folder = result.GetRequiredValue(output);
            string table = Path.Combine(folder, TableName);
            if (File.Exists(table))
                throw new InputException(table, "is there already", "give an empty folder: nothing is written over");
            LabelledDataset read = DatasetOptions.Read(result.GetRequiredValue(dataset), result.GetValue(classes), session);
            int wanted = result.GetValue(count);
            try
            {
                Directory.CreateDirectory(folder);
            }
            catch (Exception e) when (IoFault.IsFileFault(e))
            {
                throw IoFault.Writing(folder, e);
            }

            LabelledDataset more = CountedProgress.Run(
                session, "making", wanted, onTrack => Oversampling.Add(read, result.GetValue(className)!, wanted, changes, result.GetValue(seed), folder, result.GetValue(threads), onTrack, session.Cancellation));
            DatasetTable.Write(table, more);
            session.Terminal.Results.WriteLine(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static ImmutableArray<SoundChange> ChangesOf(string[] kinds)
    {
        string[] names = [.. kinds.SelectMany(kind => kind.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.OrdinalIgnoreCase)];
        return names.Length == 0
            ? [.. Enum.GetValues<SoundChange>()]
            : [.. names.Select(name => Enum.TryParse(name, ignoreCase: true, out SoundChange change) && Enum.IsDefined(change)
                ? change
                : throw new InputException("--kinds", $"there is no '{name}'", $"choose of {string.Join(", ", Enum.GetNames<SoundChange>().Select(n => n.ToLowerInvariant()))}"))];
    }
}
