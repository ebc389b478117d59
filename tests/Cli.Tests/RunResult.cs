namespace RealtimeEmotion.Cli.Tests;

/// <summary>What a run of the program left behind.</summary>
internal sealed record RunResult(int ExitCode, byte[] OutputBytes, string Error)
{
    internal string Output => System.Text.Encoding.UTF8.GetString(OutputBytes);

    internal string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
