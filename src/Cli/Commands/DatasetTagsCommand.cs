using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Datasets;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion dataset tags</c>: which words the files of a folder are tagged with, and what they would be taken for.</summary>
internal static class DatasetTagsCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "A folder of sound files, with folders in it or not." };
        Option<string?> classes = DatasetOptions.Classes();
        var output = new Option<string?>("--output", "-o") { Description = "Writes a class table to change: the classes with their words, and the words that belong to none. It is not written over.", HelpName = "TABLE.json" };
        var command = new EmotionCommand(
            "tags",
            "Shows the words of mood, genre and comment that files are tagged with, and the class that each would speak for: to look at before training.",
            new Example("dataset tags music", "every word, how often, and its class"),
            new Example("dataset tags music -o words.json", "a table to change, for --classes"),
            new Example("train music --classes words.json -o mine.onnx", "learns from the files that have a word of the table"))
        {
            folder, classes, output,
        };
        command.Run((result, session) =>
        {
            string path = result.GetRequiredValue(folder);
            if (!Directory.Exists(path))
                throw new InputException(path, "there is no such folder", "give a folder of sound files");
            ClassMerge table = TaggedFolderReader.WordsFor(DatasetOptions.MergeOf(result.GetValue(classes)));
            ImmutableArray<(string Path, FileTags Tags)> files = TaggedFolderReader.ReadTags(path);
            if (files.IsEmpty)
                throw new InputException(path, "has no sound files", "give a folder of sound files");
            (string Word, int Files, int Class)[] words =
            [
                .. files.SelectMany(file => file.Tags.Words)
                    .GroupBy(word => word, StringComparer.OrdinalIgnoreCase)
                    .Select(word => (word.Key, word.Count(), table.ClassOf(word.Key)))
                    .OrderByDescending(word => word.Item3 >= 0)
                    .ThenByDescending(word => word.Item2)
                    .ThenBy(word => word.Key, StringComparer.OrdinalIgnoreCase),
            ];
            Show(files, words, table, session);
            if (result.GetValue(output) is { } target)
            {
                if (File.Exists(target))
                    throw new InputException(target, "is there already", "give another name: a table that was changed is not written over");
                ResultFile.WriteText(target, session.Terminal, writer => writer.Write(JsonSerializer.Serialize(
                    new
                    {
                        name = Path.GetFileNameWithoutExtension(target),
                        classes = table.Classes.Select(c => new { name = c.Name, valence = c.Valence, arousal = c.Arousal, categories = c.Categories }),
                        unused = words.Where(word => word.Class < 0).Select(word => word.Word),
                    },
                    Json) + "\n"));
            }

            return words.Any(word => word.Class >= 0) ? ExitCode.Done : ExitCode.SomeFailed;
        });
        return command;
    }

    private static void Show(ImmutableArray<(string Path, FileTags Tags)> files, (string Word, int Files, int Class)[] words, ClassMerge table, Session session)
    {
        IAnsiConsole console = Consoles.ForResults(session.Terminal);
        Table shown = DatasetOptions.Table($"Words of {files.Length} files, by '{table.Name}'", "word", "class", "files");
        foreach ((string word, int count, int index) in words)
            shown.AddRow(word.EscapeMarkup(), index < 0 ? "-" : table.Classes[index].Name.EscapeMarkup(), count.ToString(CultureInfo.InvariantCulture));
        if (words.Length > 0)
            console.Write(shown);
        int silent = files.Count(file => !file.Tags.Words.Any(word => table.ClassOf(word) >= 0));
        session.Terminal.Results.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Length - silent} files have a word that speaks for a class; {silent} have none and are left out"));
        foreach (IGrouping<string, string> licence in files.Select(file => file.Tags.Licence).OfType<string>().GroupBy(l => l, StringComparer.Ordinal).OrderByDescending(g => g.Count()))
            session.Terminal.Results.WriteLine(string.Create(CultureInfo.InvariantCulture, $"licence of {licence.Count()}: {licence.Key}"));
    }
}
