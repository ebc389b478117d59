using System.Runtime.CompilerServices;

namespace RealtimeEmotion.Plugin.AudioPlugSharp.Tests;

/// <summary>The library's log goes into the user's settings, or into the current folder: here into a folder of the tests.</summary>
internal static class LoggerFolder
{
    [ModuleInitializer]
    internal static void Choose()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "settings");
        Directory.CreateDirectory(folder);
        Environment.SetEnvironmentVariable("XDG_CONFIG_HOME", folder);
    }
}
