using RealtimeEmotion.Audio.Files;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>Lines to a stream that is not ours to name or to rotate: standard output.</summary>
/// <param name="stream">Unbuffered; not disposed.</param>
/// <param name="subject">What to call it.</param>
/// <param name="format">How events become lines.</param>
public sealed class LineOutput(Stream stream, string subject, IEventFormat format) : StreamOutput
{
    private readonly MemoryStream _lines = new();
    private bool _begun;

    /// <inheritdoc/>
    public override string Subject => subject;

    /// <inheritdoc/>
    public override ValueTask WriteAsync(IReadOnlyList<StreamEvent> events, CancellationToken cancellation)
    {
        _lines.SetLength(0);
        if (!_begun && format.Header.Length > 0)
            _lines.Write(System.Text.Encoding.UTF8.GetBytes(format.Header + "\n"));
        _begun = true;
        foreach (var one in events)
            format.Append(one, _lines);
        try
        {
            stream.Write(_lines.GetBuffer().AsSpan(0, (int)_lines.Length));
            stream.Flush();
        }
        catch (Exception exception) when (IoFault.IsFileFault(exception) && !IoFault.IsBrokenPipe(exception))
        {
            throw IoFault.Writing(subject, exception);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _lines.DisposeAsync();
}
