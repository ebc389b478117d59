using RealtimeEmotion.Engine;
using RealtimeEmotion.Vst3.Hosting;

namespace RealtimeEmotion.Cli.Commands;

/// <summary>Where the plugin is made, and where hosts look for it.</summary>
internal static class PluginPlaces
{
    /// <summary>The bundle's name.</summary>
    internal const string Bundle = "RealtimeEmotion" + PluginBundle.Extension;

    private const string Project = "src/Plugin/RealtimeEmotion.Plugin.csproj";

    /// <summary>The user's own folder of VST3 plugins, as Steinberg's documentation names it for each system.</summary>
    internal static string UserFolder
    {
        get
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            return OperatingSystem.IsWindows()
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "Programs", "Common", "VST3")
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Audio", "Plug-Ins", "VST3") : Path.Combine(home, ".vst3");
        }
    }

    /// <summary>The user's own folder of the plugin's presets, where hosts look for them by vendor and name.</summary>
    internal static string UserPresetFolder
    {
        get
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            string root = OperatingSystem.IsWindows()
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.MyDocuments, Environment.SpecialFolderOption.DoNotVerify), "VST3 Presets")
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Audio", "Presets") : Path.Combine(home, ".vst3", "presets");
            return Path.Combine(root, "RealtimeEmotion", "RealtimeEmotion");
        }
    }

    /// <summary>The plugin's project, and the folder of the repository that it is in.</summary>
    /// <exception cref="InputException">This program does not run from its repository.</exception>
    internal static (string Root, string Project) FindProject()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string project = Path.Combine(at.FullName, Project);
            if (File.Exists(project))
            {
                return (at.FullName, project);
            }
        }

        throw new InputException("the plugin's source", "it is not beside this program", "run 'emotion' from its repository, or name a bundle that is built already with --from");
    }
}
