using System.CommandLine;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Cli.Models;
using RealtimeEmotion.Cli.Output;
using RealtimeEmotion.Engine.Models;
using Spectre.Console;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion model info</c> and <c>emotion model list</c>: what a model says of itself.</summary>
internal static class ModelCommand
{
    internal static Command Create()
    {
        var command = new EmotionCommand(
            "model",
            "Shows what a model says of itself.",
            new Example("model list", "the models that came with the program"),
            new Example("model info emotify", "card, metadata and shape of one"))
        {
            CreateInfo(),
            CreateList(),
        };
        return command;
    }

    private static EmotionCommand CreateInfo()
    {
        var model = new Argument<string>("MODEL") { Description = "The path of an .onnx file, or the name of a built-in model." };
        model.CompletionSources.Add(_ => ModelCatalog.BuiltIn);
        var command = new EmotionCommand(
            "info",
            "Shows a model's card, its metadata and its shape.",
            new Example("model info mine.onnx", "a model from a file; its card is mine.md beside it, if there is one"))
        {
            model,
        };
        command.Run((result, session) => Info(result.GetRequiredValue(model), session));
        return command;
    }

    private static EmotionCommand CreateList()
    {
        var command = new EmotionCommand("list", "Lists the models that came with the program.", new Example("model list", "names, labels, windows and licences"));
        command.Run((_, session) => List(session));
        return command;
    }

    private static int Info(string nameOrPath, Session session)
    {
        using EmotionModel model = ModelCatalog.Load(nameOrPath);
        ModelMetadata metadata = model.Metadata;
        IAnsiConsole console = Consoles.ForResults(session.Terminal);
        Table table = Plain("field", "value");
        double rate = metadata.FrontEnd.SampleRate;
        table.AddRow("input", $"mel [batch, 1, {metadata.FrontEnd.MelBands}, {metadata.WindowFrames}] float32".EscapeMarkup());
        table.AddRow("output", $"probabilities [batch, {metadata.Labels.Length}] float32".EscapeMarkup());
        table.AddRow("window", $"{WindowSeconds(metadata):0.00} s; a frame each {metadata.FrontEnd.HopLength / rate * 1000:0.0} ms");
        foreach ((string key, string value) in metadata.ToDictionary())
        {
            table.AddRow(key.EscapeMarkup(), Shortened(value).EscapeMarkup());
        }

        console.Write(table);
        if (ModelCatalog.Card(nameOrPath) is { } card)
        {
            session.Terminal.Results.WriteLine();
            session.Terminal.Results.WriteLine(card.TrimEnd());
        }

        return ExitCode.Done;
    }

    private static int List(Session session)
    {
        Table table = Plain("name", "labels", "window", "trained on", "licence", "date");
        foreach (string name in ModelCatalog.BuiltIn)
        {
            using EmotionModel model = ModelCatalog.Load(name);
            ModelMetadata metadata = model.Metadata;
            table.AddRow(
                name.EscapeMarkup(),
                string.Join(", ", metadata.Labels).EscapeMarkup(),
                $"{WindowSeconds(metadata):0.0} s",
                metadata.TrainingData.EscapeMarkup(),
                metadata.Licence.EscapeMarkup(),
                metadata.Date.ToString("yyyy-MM-dd"));
        }

        if (ModelCatalog.BuiltIn.Count == 0)
        {
            session.Terminal.Error("No model came with this build.");
            return ExitCode.NothingDone;
        }

        Consoles.ForResults(session.Terminal).Write(table);
        return ExitCode.Done;
    }

    private static double WindowSeconds(ModelMetadata metadata) =>
        (((metadata.WindowFrames - 1) * metadata.FrontEnd.HopLength) + metadata.FrontEnd.FrameLength) / (double)metadata.FrontEnd.SampleRate;

    private static Table Plain(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            table.AddColumn(column);
        }

        return table;
    }

    // Statistics of 128 bands are for programs.
    private static string Shortened(string value)
    {
        int count = value.Count(c => c == ',') + 1;
        return count > 16 ? $"{string.Join(", ", value.Split(',').Take(4))}, … ({count} values)" : value;
    }
}
