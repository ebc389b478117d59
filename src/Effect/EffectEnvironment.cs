namespace RealtimeEmotion.Effect;

/// <summary>Where the effect finds what it needs; the shell knows.</summary>
/// <param name="ShippedModel">The model file that comes with the effect; null where there is none.</param>
/// <param name="ModelFolders">Folders with more models, the user's own first.</param>
public sealed record EffectEnvironment(string? ShippedModel, IReadOnlyList<string> ModelFolders)
{
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
