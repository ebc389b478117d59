using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RealtimeEmotion.Bench;

/// <summary>
/// A peer in its own process, kept alive so that its runs can alternate with ours: "run" on its standard input is
/// answered with the seconds that its inner loop took, "write PATH" writes what the last run gave as raw float32.
/// </summary>
internal sealed class ChildPeer : IDisposable
{
    private readonly Process _process;

    private ChildPeer(Process process) => _process = process;

    /// <summary>Starts the peer and waits for its word "ready", or says why there is none.</summary>
    internal static ChildPeer? Start(string program, string[] arguments, out string reason)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string library in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
        {
            start.Environment[library] = "1";
        }

        try
        {
            Process process = Process.Start(start)!;
            string? line = process.StandardOutput.ReadLine();
            if (line?.StartsWith("ready", StringComparison.Ordinal) == true)
            {
                reason = "";
                process.ErrorDataReceived += (_, _) => { };
                process.BeginErrorReadLine();
                return new ChildPeer(process);
            }

            string[] errors = process.StandardError.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            reason = errors.Length > 0 ? errors[^1] : $"{program} ended with {process.ExitCode}";
            process.Dispose();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            reason = e.Message;
        }

        return null;
    }

    internal double Seconds() => double.Parse(Ask("run"), CultureInfo.InvariantCulture);

    internal float[] Result()
    {
        string path = Path.GetTempFileName();
        try
        {
            Ask($"write {path}");
            return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer has ended.");
    }
}
