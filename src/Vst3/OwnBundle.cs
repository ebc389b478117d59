namespace RealtimeEmotion.Vst3;

/// <summary>
/// Where this plugin's own bundle is. Neither the process (it is the host's) nor <see cref="AppContext.BaseDirectory"/>
/// (the host's folder) tells; the system's loader does, asked for the address of one of our functions.
/// </summary>
public static partial class OwnBundle
{
    /// <summary>The binary's full path; null in a program that is not compiled ahead of time, or if the system does not tell.</summary>
    public static string? BinaryPath { get; } = Locate();

    /// <summary>The folder of the binary, where the libraries that it needs lie too.</summary>
    public static string? BinaryFolder => Path.GetDirectoryName(BinaryPath);

    /// <summary>The folder Contents/Resources of the bundle.</summary>
    public static string? ResourcesFolder
        => BinaryFolder is { } folder && Path.GetDirectoryName(folder) is { } contents ? Path.Combine(contents, "Resources") : null;

    private static string? Locate()
    {
        // Compiled just in time, our functions are in no file.
        if (System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported)
            return null;
        string? path = OperatingSystem.IsWindows() ? LocateOnWindows() : OperatingSystem.IsMacOS() ? LocateOnMacOS() : LocateOnLinux();
        return path == null ? null : Path.GetFullPath(path);
    }
}
