using System.Text.Json;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Trainer.Evaluation;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>The files that a training writes: a model, and beside it its card and its report.</summary>
/// <param name="Model">The model's path, which ends in <c>.onnx</c>.</param>
internal sealed record TrainingOutputs(string Model)
{
    /// <summary>The card's path.</summary>
    internal string Card => Path.ChangeExtension(Model, ".md");

    /// <summary>The report's path.</summary>
    internal string Report => Path.ChangeExtension(Model, ".json");

    /// <summary>Refuses names that would write over something else than an earlier training's files: a table of tracks or of classes has
    /// easily the model's name.</summary>
    /// <param name="teachers">Models that are learnt from.</param>
    /// <exception cref="InputException">Something is in the way.</exception>
    internal void CheckFree(IEnumerable<string> teachers)
    {
        const string Remedy = "give the model another name by '-o': its card (.md) and its report (.json) go beside it";
        if (teachers.Any(teacher => Path.GetFullPath(teacher) == Path.GetFullPath(Model)))
        {
            throw new InputException(Model, "is a teacher, and would be written over", Remedy);
        }

        if (File.Exists(Card) && !ModelCard.IsCard(Read(Card)))
        {
            throw new InputException(Card, "is there already and is no model's card: it would be written over", Remedy);
        }

        if (File.Exists(Report) && !IsReport(Read(Report)))
        {
            throw new InputException(Report, "is there already and is no training's report: it would be written over", Remedy);
        }
    }

    private static bool IsReport(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(JsonNamingPolicy.CamelCase.ConvertName(nameof(TrainingReport.ModelFile)), out _)
                && document.RootElement.TryGetProperty(JsonNamingPolicy.CamelCase.ConvertName(nameof(TrainingReport.Manifest)), out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Reading(path, e, "a file that may be written over");
        }
    }
}
