using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// One connection to a source of live sound. One thread reads; <see cref="Abort"/> may be called from any.
/// </summary>
public abstract class StreamInput : IDisposable
{
    /// <summary>Frames a second of what the last <see cref="Read"/> returned; before the first, of what is expected.</summary>
    public abstract int SampleRate { get; }

    /// <summary>Samples a frame, 1 to 64, likewise.</summary>
    public abstract int Channels { get; }

    /// <summary>
    /// Frames a second that the source itself has now, where the input converts them to <see cref="SampleRate"/>. What it
    /// tells may be early by as much as waits to be read.
    /// </summary>
    public virtual int SourceSampleRate => SampleRate;

    /// <summary>Samples a frame that the source itself has now, likewise.</summary>
    public virtual int SourceChannels => Channels;

    /// <summary>What it is, for people: "WAV, 16-bit PCM".</summary>
    public abstract string Format { get; }

    /// <summary>Frames that were lost just before those that the last <see cref="Read"/> returned.</summary>
    public virtual long LostBefore => 0;

    /// <summary>Whether the sound came to its own end. False where it was cut, so that more may come over a new connection.</summary>
    public virtual bool IsComplete => true;

    /// <summary>
    /// Waits for sound and returns what there is, without waiting for more. All frames of one call have one rate and one
    /// number of channels, which may change from call to call.
    /// </summary>
    /// <param name="interleaved">Room for at least one frame of 64 channels.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Frames read; 0 at the end.</returns>
    /// <exception cref="InputException">The source cannot be read any further.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public abstract int Read(Span<float> interleaved, CancellationToken cancellation);

    /// <summary>Breaks the connection off: a <see cref="Read"/> that waits returns 0. Any thread.</summary>
    public abstract void Abort();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the connection holds.</summary>
    protected abstract void Dispose(bool disposing);
}
