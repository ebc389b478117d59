using System.ComponentModel;
using System.Diagnostics;
using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Decoders;

/// <summary>The system's <c>ffmpeg</c>, for the formats that we do not read or write ourselves.</summary>
public static class Ffmpeg
{
    /// <summary>How to get it, for messages.</summary>
    public const string InstallHint =
        "install ffmpeg (Debian, Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg), or convert the file to WAV";

    private const string Variable = "RTE_FFMPEG";

    /// <summary>Whether it can be started. The environment variable <c>RTE_FFMPEG</c> names another program to use for it.</summary>
    public static bool IsPresent => Locate() is not null;

    /// <summary>Starts it with its standard streams redirected as asked.</summary>
    /// <exception cref="InputException">It is not installed, which is said of <paramref name="subject"/>.</exception>
    internal static Process Start(string subject, string need, bool feedsInput, IEnumerable<string> arguments)
    {
        var program = Locate() ?? throw Missing(subject, need);
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            var process = Process.Start(start) ?? throw Missing(subject, need);
            if (!feedsInput)
                process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception exception)
        {
            throw new InputException(subject, $"{need}, which cannot be started ({exception.Message})", InstallHint, exception);
        }
    }

    private static InputException Missing(string subject, string need) => new(subject, $"{need}, which is not installed", InstallHint);

    private static string? Locate()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : null;
        var name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
                return path;
        }

        return null;
    }
}
