using System.Runtime.InteropServices;

namespace RealtimeEmotion.Cli.CommandLine;

/// <summary>
/// Ctrl-C and SIGTERM as a cancellation: the first asks the command to stop and to take its unfinished output away, the
/// second ends the process as if nobody listened.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private volatile int _exitCode;

    internal Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Cancel(context, CommandLine.ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(context, CommandLine.ExitCode.Terminated));
    }

    internal CancellationToken Token => _source.Token;

    /// <summary>The exit code that the signal asks for; 0 where none came.</summary>
    internal int ExitCode => _exitCode;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context, int exitCode)
    {
        if (_exitCode != 0)
        {
            return;
        }

        _exitCode = exitCode;
        context.Cancel = true;
        _source.Cancel();
    }
}
