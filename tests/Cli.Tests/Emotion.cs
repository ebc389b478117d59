using System.Diagnostics;
using Xunit;

namespace RealtimeEmotion.Cli.Tests;

/// <summary>Runs the real program as a child process.</summary>
internal static class Emotion
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    internal static string Executable { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "RealtimeEmotion.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, OperatingSystem.IsWindows() ? "emotion.exe" : "emotion"));

    internal static string Root { get; } = FindRoot();

    internal static RunResult Run(params string[] arguments) => RunIn(null, null, arguments);

    internal static RunResult RunIn(string? folder, byte[]? input, params string[] arguments)
    {
        using Process process = Start(Executable, folder, arguments);
        return Finish(process, input);
    }

    internal static RunResult Shell(string script, string? folder = null)
    {
        using Process process = Start("bash", folder, ["-c", script]);
        return Finish(process, null);
    }

    internal static Process Start(string program, string? folder, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        info.Environment["EMOTION"] = Executable;
        info.Environment.Remove("NO_COLOR");
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        return Process.Start(info) ?? throw new InvalidOperationException(program);
    }

    internal static RunResult Finish(Process process, byte[]? input)
    {
        Task<byte[]> output = Task.Run(() =>
        {
            using var buffer = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(buffer);
            return buffer.ToArray();
        });
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null)
            {
                process.StandardInput.BaseStream.Write(input);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program may end without reading all of it.
        }

        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("the program did not end");
        }

        return new RunResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "RealtimeEmotion.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException("RealtimeEmotion.sln");
    }
}
