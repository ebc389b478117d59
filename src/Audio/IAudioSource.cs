namespace RealtimeEmotion.Audio;

/// <summary>
/// A sound that is read once from its beginning to its end, as interleaved float samples in -1..1
/// (float files may go beyond, and may hold NaN or infinity: samples are data, not faults).
/// Not thread-safe; memory is constant however long the sound is.
/// </summary>
public interface IAudioSource : IDisposable
{
    /// <summary>Frames a second, 8,000 to 384,000.</summary>
    int SampleRate { get; }

    /// <summary>Samples a frame, 1 to 64.</summary>
    int Channels { get; }

    /// <summary>Frames in all where that is known before reading; null for pipes and some compressed files.</summary>
    long? LengthFrames { get; }

    /// <summary>What it is, for people: "WAV, 16-bit PCM", "MP3".</summary>
    string Format { get; }

    /// <summary>
    /// What is wrong with the file though it can be read ("the header promises 1000 frames, the file holds 800"),
    /// or null. Complete once <see cref="Read"/> has returned 0.
    /// </summary>
    string? Warning { get; }

    /// <summary>
    /// Reads the next frames. Fills the span as far as whole frames go unless the sound ends first.
    /// </summary>
    /// <param name="interleaved">Room for at least one frame; channel c of frame f lands at f * Channels + c.</param>
    /// <returns>Frames read; 0 only at the end.</returns>
    /// <exception cref="Engine.InputException">The file cannot be read or decoded any further.</exception>
    int Read(Span<float> interleaved);
}
