using System.Reflection;
using System.Text.Json;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Trainer.Teachers;

/// <summary>How a teacher wants its input: read from the ONNX file's own metadata (<c>rte.*</c>, as our models carry
/// them, and <c>rte.layout</c>), or from a side file <c>X.frontend.json</c> beside <c>X.onnx</c>, or from the trainer's
/// own table of teachers that it knows by name (<c>presets/teachers</c>).</summary>
/// <param name="FrontEnd">The teacher's front-end.</param>
/// <param name="Layout">The order of its input.</param>
internal sealed record TeacherSettings(FrontEndSettings FrontEnd, TeacherLayout Layout)
{
    private const string LayoutField = "layout";
    private const string Prefix = "rte.";
    private const string SideEnding = ".frontend.json";
    private const string Known = "teachers/";

    /// <summary>Finds and reads a teacher's settings.</summary>
    /// <param name="onnxPath">The teacher's file.</param>
    /// <param name="metadata">The metadata that the file carries.</param>
    /// <exception cref="InputException">There are none, or a field is missing or wrong; names it.</exception>
    internal static TeacherSettings Find(string onnxPath, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.ContainsKey(Prefix + LayoutField))
        {
            return Read(metadata, Prefix, onnxPath);
        }

        string sidePath = Path.ChangeExtension(onnxPath, null) + SideEnding;
        if (File.Exists(sidePath))
        {
            try
            {
                return Parse(File.ReadAllText(sidePath), sidePath);
            }
            catch (Exception e) when (IoFault.IsFileFault(e))
            {
                throw IoFault.Reading(sidePath, e, "a teacher's front-end");
            }
        }

        string name = Known + Path.GetFileName(sidePath);
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null)
        {
            throw new InputException(onnxPath, "does not say which front-end it wants", $"write {Path.GetFileName(sidePath)} beside it, in the form of presets/teachers/mn04_trunk{SideEnding}");
        }

        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), name);
    }

    private static TeacherSettings Parse(string json, string subject)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            Dictionary<string, string> fields = document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal);
            return Read(fields, string.Empty, subject);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InputException(subject, $"is not a teacher's front-end: {e.Message}", "it is a JSON object of the front-end's fields and 'layout'", e);
        }
    }

    private static TeacherSettings Read(IReadOnlyDictionary<string, string> fields, string prefix, string subject)
    {
        FrontEndSettings frontEnd = FrontEndFields.Read(fields, prefix, subject);
        string layout = fields.GetValueOrDefault(prefix + LayoutField, string.Empty).Trim();
        return new TeacherSettings(frontEnd, layout switch
        {
            "bandsFirst" => TeacherLayout.BandsFirst,
            "framesFirst" => TeacherLayout.FramesFirst,
            _ => throw new InputException(subject, $"'{LayoutField}' is '{layout}'", "expected 'bandsFirst' ([batch, bands, frames]) or 'framesFirst' ([batch, frames, bands])"),
        });
    }
}
