namespace RealtimeEmotion.Effect;

/// <summary>Where the effect finds what it needs; the shell knows.</summary>
/// <param name="ShippedModel">The model file that comes with the effect; null where there is none.</param>
/// <param name="ModelFolders">Folders with more models, the user's own first.</param>
public sealed record EffectEnvironment(string? ShippedModel, IReadOnlyList<string> ModelFolders)
{
    private const string ShippedModelName = "emotify.onnx";

    /// <summary>The environment of an installed effect: its own files, and the user's models.</summary>
    /// <param name="resources">The folder with the files that come with the effect; null or "" where there is none.</param>
    public static EffectEnvironment Around(string? resources)
    {
        bool isInstalled = !string.IsNullOrEmpty(resources);
        string[] folders = [UserModelFolder, resources ?? ""];
        return new EffectEnvironment(isInstalled ? Path.Combine(resources!, ShippedModelName) : null, [.. folders.Where(folder => folder.Length > 0)]);
    }

    /// <summary>The folder below the user's settings where models of one's own go; "" where the system names none.</summary>
    public static string UserModelFolder
    {
        get
        {
            string settings = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return settings.Length == 0 ? "" : Path.Combine(settings, "RealtimeEmotion", "models");
        }
    }
}
