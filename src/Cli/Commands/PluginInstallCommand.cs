using System.CommandLine;
using System.Diagnostics;
using RealtimeEmotion.Cli.CommandLine;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Vst3.Hosting;

namespace RealtimeEmotion.Cli.Commands;

/// <summary><c>emotion plugin install</c>.</summary>
internal static class PluginInstallCommand
{
    internal static EmotionCommand Create()
    {
        var to = new Option<string>("--to") { Description = "The folder to install into.", HelpName = "FOLDER", DefaultValueFactory = _ => PluginPlaces.UserFolder };
        var from = new Option<string?>("--from") { Description = "A bundle that is built already; by default it is built now.", HelpName = "BUNDLE" };
        var command = new EmotionCommand(
            "install",
            "Builds the plugin and copies it to where hosts look.",
            new Example("plugin install", "for this user: ~/.vst3 on Linux"),
            new Example("plugin install --to /usr/lib/vst3", "for everybody, with the right to write there"))
        {
            to,
            from,
        };
        command.Run((result, session) => Install(result.GetRequiredValue(to), result.GetValue(from), session));
        return command;
    }

    private static int Install(string folder, string? from, Session session)
    {
        string bundle = from is { } given ? Path.GetFullPath(given) : Build(session);
        if (!File.Exists(PluginBundle.BinaryPath(bundle)))
        {
            throw new InputException(bundle, "this is no plugin for this system", $"{PluginBundle.BinaryPath(bundle)} is missing");
        }

        string target = Path.Combine(Path.GetFullPath(folder), PluginPlaces.Bundle);
        Replace(bundle, target, session.Cancellation);
        session.Terminal.Results.WriteLine(target);
        if (Path.GetFullPath(folder) == Path.GetFullPath(PluginPlaces.UserFolder))
        {
            CopyPresets(bundle, PluginPlaces.UserPresetFolder);
        }

        session.Terminal.Note("Now let your host scan its plugins; 'emotion plugin check' tries it without one.");
        return ExitCode.Done;
    }

    private static string Build(Session session)
    {
        (string root, string project) = PluginPlaces.FindProject();
        string output = Path.Combine(root, "artifacts", "plugin");
        session.Terminal.Note("building the plugin…");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = root,
            ArgumentList = { "publish", project, "-c", "Release", "-o", output, "-v:q", "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false" },
        };
        Process started;
        try
        {
            started = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InputException("dotnet", "the .NET SDK does not start", "install the package dotnet-sdk-10.0, or name a bundle with --from", e);
        }

        using Process build = started;
        using CancellationTokenRegistration stop = session.Cancellation.Register(() => build.Kill(entireProcessTree: true));
        Task<string> errors = build.StandardError.ReadToEndAsync();
        string text = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        session.Cancellation.ThrowIfCancellationRequested();
        string bundle = Path.Combine(output, PluginPlaces.Bundle);
        if (build.ExitCode != 0 || !Directory.Exists(bundle))
        {
            string first = (text + errors.GetAwaiter().GetResult()).Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? $"exit code {build.ExitCode}";
            throw new InputException("the plugin", $"it could not be built ({first})", "it takes the .NET SDK 10, and on Linux gcc or clang");
        }

        return bundle;
    }

    /// <summary>Puts the new bundle in the place of the old one: a host finds one of them, whole.</summary>
    private static void Replace(string bundle, string target, CancellationToken cancellation)
    {
        string fresh = target + ".new";
        string old = target + ".old";
        Delete(fresh);
        Delete(old);
        try
        {
            Copy(bundle, fresh, cancellation);
            if (Directory.Exists(target))
            {
                Directory.Move(target, old);
            }

            Directory.Move(fresh, target);
        }
        finally
        {
            Delete(fresh);
            Delete(old);
        }
    }

    private static void Copy(string from, string to, CancellationToken cancellation)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            cancellation.ThrowIfCancellationRequested();
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)), cancellation);
        }
    }

    private static void CopyPresets(string bundle, string folder)
    {
        string presets = PluginBundle.PresetFolder(bundle);
        if (!Directory.Exists(presets))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(presets))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
