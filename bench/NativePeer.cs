using System.ComponentModel;
using System.Diagnostics;

namespace RealtimeEmotion.Bench;

/// <summary>Peers in C, compiled for this machine from the sources beside the bench.</summary>
internal static class NativePeer
{
    /// <summary>Compiles a source; says on standard error where there is no compiler.</summary>
    /// <param name="source">Its name in the folder native.</param>
    /// <param name="output">What to make.</param>
    /// <param name="options">More options; libraries too, which follow the source.</param>
    /// <returns>Whether it was made.</returns>
    internal static bool Compile(string source, string output, params string[] options)
    {
        try
        {
            using Process compiler = Process.Start("gcc", ["-O3", "-march=native", "-o", output, Path.Combine(AppContext.BaseDirectory, "native", source), .. options]);
            compiler.WaitForExit();
            return compiler.ExitCode == 0;
        }
        catch (Win32Exception e)
        {
            Console.Error.WriteLine($"gcc: {e.Message}");
            return false;
        }
    }
}
