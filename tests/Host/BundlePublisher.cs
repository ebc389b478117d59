using System.Diagnostics;
using RealtimeEmotion.Vst3.Hosting;

namespace RealtimeEmotion.Host;

/// <summary>
/// Publishes a plugin project of this repository, so that tests load what users get. Nothing is done if the bundle is
/// younger than every source. Only one process publishes at a time: the projects share intermediate files.
/// </summary>
public static class BundlePublisher
{
    /// <summary>The repository's root: the folder above this program that has the solution.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Why nothing can be published here; null if it can.</summary>
    public static string? Obstacle
    {
        get
        {
            string[] compilers = OperatingSystem.IsLinux() ? ["clang", "gcc"] : [];
            string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
            bool found = compilers.Length == 0 || compilers.Any(name => folders.Any(folder => File.Exists(Path.Combine(folder, name))));
            return found ? null : "No C toolchain: a plugin is linked by clang or gcc (apt-get install g++).";
        }
    }

    /// <summary>Publishes a project into a folder below artifacts; returns the bundle's path.</summary>
    /// <exception cref="InvalidOperationException">The publishing failed; the message has its output.</exception>
    public static string Publish(string project, string bundleName)
    {
        string target = Path.Combine(RepositoryRoot, "artifacts", "bundles");
        Directory.CreateDirectory(target);
        using FileStream gate = Lock(Path.Combine(target, ".lock"));
        string output = Path.Combine(target, bundleName);
        string bundle = Path.Combine(output, bundleName + PluginBundle.Extension);
        if (IsUpToDate(project, PluginBundle.BinaryPath(bundle)))
            return bundle;
        ProcessStartInfo start = new(DotNet)
        {
            WorkingDirectory = RepositoryRoot,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "publish", project, "-c", "Release", "-o", output, "-nodeReuse:false", "-p:UseSharedCompilation=false", "-v:q", "-nologo" },
        };
        foreach (string inherited in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(inherited);
        using Process publish = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        Task<string> errors = publish.StandardError.ReadToEndAsync();
        string text = publish.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        publish.WaitForExit();
        if (publish.ExitCode != 0 || !File.Exists(PluginBundle.BinaryPath(bundle)))
            throw new InvalidOperationException($"dotnet publish {project} failed:\n{text}");
        return bundle;
    }

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    private static bool IsUpToDate(string project, string binary)
    {
        if (!File.Exists(binary) || !File.Exists(Path.Combine(Path.GetDirectoryName(binary)!, "..", "Resources", "moduleinfo.json")))
            return false;
        DateTime made = File.GetLastWriteTimeUtc(binary);
        string[] folders = [Path.Combine(RepositoryRoot, "src"), Path.GetDirectoryName(Path.Combine(RepositoryRoot, project))!];
        IEnumerable<string> sources = folders
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(RepositoryRoot, "Directory.*"));
        return sources.All(source => File.GetLastWriteTimeUtc(source) < made);
    }

    private static FileStream Lock(string path)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(5))
            {
                Thread.Sleep(200);
            }
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "RealtimeEmotion.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No repository above {AppContext.BaseDirectory}.");
    }
}
