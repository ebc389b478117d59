using System.Reflection;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Cli.Models;

/// <summary>The models that came with the program, and the way from what a user typed to a model.</summary>
internal static class ModelCatalog
{
    /// <summary>The model that is used where none is named.</summary>
    internal const string Default = "emotify";

    private const string Folder = "presets/";
    private const string Extension = ".onnx";

    /// <summary>The names of the models in the program.</summary>
    internal static IReadOnlyList<string> BuiltIn { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^Extension.Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>Loads a model: a built-in one by its name, any other by its path.</summary>
    /// <param name="nameOrPath">Null for the default.</param>
    /// <param name="device">Where to run it.</param>
    /// <exception cref="InputException">There is no such model, or it cannot be used.</exception>
    internal static EmotionModel Load(string? nameOrPath, InferenceDevice device = InferenceDevice.Cpu)
    {
        string wanted = nameOrPath ?? Default;
        if (BuiltIn.Contains(wanted))
        {
            return EmotionModel.Load(Resource(wanted + Extension) ?? [], wanted, device);
        }

        if (nameOrPath is null || (!File.Exists(wanted) && !wanted.Contains('/') && !wanted.Contains('\\') && !wanted.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)))
        {
            string names = BuiltIn.Count == 0 ? "none is built in" : $"built in: {string.Join(", ", BuiltIn)}";
            throw new InputException($"model '{wanted}'", "there is no such model", $"give the path of an .onnx file, or a name that 'emotion model list' shows ({names})");
        }

        return EmotionModel.Load(wanted, device);
    }

    /// <summary>The model's card, where one came along: for a built-in model in the program, for a file beside it.</summary>
    internal static string? Card(string nameOrPath)
    {
        if (BuiltIn.Contains(nameOrPath))
        {
            return Resource(nameOrPath + ".md") is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;
        }

        string path = Path.ChangeExtension(nameOrPath, ".md");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static byte[]? Resource(string file)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + file);
        if (stream is null)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
