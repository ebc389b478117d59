namespace RealtimeEmotion.Cli.CommandLine;

/// <summary>The exit codes that scripts can rely on.</summary>
internal static class ExitCode
{
    /// <summary>Everything that was asked for is done.</summary>
    internal const int Done = 0;

    /// <summary>Some inputs failed; the rest is done.</summary>
    internal const int SomeFailed = 1;

    /// <summary>Wrong use, or nothing was done.</summary>
    internal const int NothingDone = 2;

    /// <summary>A signal ends a program with 128 and its number: SIGINT is 2.</summary>
    internal const int Interrupted = 130;

    /// <summary>SIGTERM is 15.</summary>
    internal const int Terminated = 143;
}
