using Microsoft.Win32.SafeHandles;

namespace RealtimeEmotion.Cli.Output;

/// <summary>The bytes of standard output.</summary>
internal static class StandardOutput
{
    /// <summary>A stream on standard output whose writes fail when the reader of a pipe has gone.</summary>
    internal static Stream Open()
    {
        if (!OperatingSystem.IsWindows())
        {
            // The console's own stream drops what a closed pipe refuses, and a command would go on for nobody. This
            // stream reports it, but keeps its own position in a file, where "(a; b) > file" needs the shared one.
            var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek)
            {
                return stream;
            }
        }

        return Console.OpenStandardOutput();
    }
}
