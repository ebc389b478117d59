using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>Somewhere that events go: a file, a program, a server. Used by one <see cref="OutputPump"/>, one call at a time.</summary>
public abstract class StreamOutput : IAsyncDisposable
{
    /// <summary>What it is, for messages: a file's name, a server's address without its password.</summary>
    public abstract string Subject { get; }

    /// <summary>Writes events, oldest first. What it cannot write is lost; the next call may succeed again.</summary>
    /// <param name="events">At least one.</param>
    /// <param name="cancellation">Nobody will wait any longer.</param>
    /// <exception cref="InputException">They could not be written.</exception>
    /// <exception cref="IOException">Who read them has gone (<see cref="Files.IoFault.IsBrokenPipe"/>).</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract ValueTask WriteAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellation);

    /// <summary>Brings what was written to safety and lets go.</summary>
    /// <exception cref="InputException">It could not be brought to safety.</exception>
    public abstract ValueTask DisposeAsync();
}
