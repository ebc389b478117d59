using System.Runtime.InteropServices;

namespace RealtimeEmotion.Vst3.Hosting;

/// <summary>Where things are in a <c>Name.vst3</c> folder.</summary>
public static class PluginBundle
{
    /// <summary>The extension of a bundle.</summary>
    public const string Extension = ".vst3";

    /// <summary>The folder below Contents for this system's and processor's binary: x86_64-linux, x86_64-win, MacOS …</summary>
    public static string BinaryFolder
    {
        get
        {
            if (OperatingSystem.IsMacOS())
                return "MacOS";
            string processor = RuntimeInformation.ProcessArchitecture switch
            {
                Architecture.X64 => "x86_64",
                Architecture.X86 => OperatingSystem.IsWindows() ? "x86" : "i386",
                Architecture.Arm64 => OperatingSystem.IsWindows() ? "arm64" : "aarch64",
                _ => RuntimeInformation.ProcessArchitecture.ToString(),
            };
            return processor + (OperatingSystem.IsWindows() ? "-win" : "-linux");
        }
    }

    /// <summary>The binary of a bundle for this system.</summary>
    public static string BinaryPath(string bundle)
    {
        string name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(bundle));
        string extension = OperatingSystem.IsWindows() ? ".vst3" : OperatingSystem.IsMacOS() ? "" : ".so";
        return Path.Combine(bundle, "Contents", BinaryFolder, name + extension);
    }

    /// <summary>The folder of the factory presets in a bundle.</summary>
    public static string PresetFolder(string bundle) => Path.Combine(bundle, "Contents", "Resources", "Presets");

    /// <summary>The file that tells hosts what is in a bundle without loading it.</summary>
    public static string ModuleInfoPath(string bundle) => Path.Combine(bundle, "Contents", "Resources", "moduleinfo.json");
}
