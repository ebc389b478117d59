using RealtimeEmotion.Audio.Interop;

namespace RealtimeEmotion.Audio.Files;

/// <summary>
/// Standard input and output as plain streams of bytes, never seekable even where the shell redirects them to files, since
/// their positions belong to every process that shares them. A reader that has gone is reported
/// (<see cref="IoFault.IsBrokenPipe"/>), which <see cref="Console"/>'s own streams keep quiet.
/// </summary>
public static class StandardStreams
{
    /// <summary>What standard input is called in messages.</summary>
    public const string InputName = "standard input";

    /// <summary>What standard output is called in messages.</summary>
    public const string OutputName = "standard output";

    /// <summary>Opens standard input; closing the stream leaves it open for others.</summary>
    public static Stream OpenInput() => OperatingSystem.IsWindows() ? Console.OpenStandardInput() : new DescriptorStream(0, FileAccess.Read);

    /// <summary>Opens standard output, unbuffered; closing the stream leaves it open for others.</summary>
    public static Stream OpenOutput() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new DescriptorStream(1, FileAccess.Write);
}
