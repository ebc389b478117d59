using RealtimeEmotion.Cli.Output;

namespace RealtimeEmotion.Cli.CommandLine;

/// <summary>What a running command has around it: the terminal, and the wish to stop.</summary>
/// <param name="Terminal">Where results, progress and notes go.</param>
/// <param name="Cancellation">Asks the command to stop and to leave nothing half-written.</param>
internal sealed record Session(Terminal Terminal, CancellationToken Cancellation)
{
    private static Session? _current;

    /// <summary>The session of this process.</summary>
    internal static Session Current => _current ?? throw new InvalidOperationException("No session is open.");

    internal static void Open(Session session) => _current = session;
}
