namespace RealtimeEmotion.Cli.Output;

/// <summary>Tells when whoever read our output has gone away.</summary>
internal static class BrokenPipe
{
    // EPIPE on Linux, macOS and the BSDs; ERROR_BROKEN_PIPE and ERROR_NO_DATA as Windows has them in an HRESULT.
    private const int UnixBrokenPipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsNoData = unchecked((int)0x800700E8);

    internal static bool Is(Exception e) =>
        e is IOException && (e.HResult is WindowsBrokenPipe or WindowsNoData || (!OperatingSystem.IsWindows() && e.HResult == UnixBrokenPipe));
}
