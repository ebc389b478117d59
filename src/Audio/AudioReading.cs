using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Buffers;

namespace RealtimeEmotion.Audio;

/// <summary>Whole sounds in memory, for what is short: training clips, pictures. Long files are read block by block.</summary>
public static class AudioReading
{
    private const int BlockFrames = 16384;

    /// <summary>Reads a whole sound as mono, the mean of its channels; what is not finite counts as 0.</summary>
    /// <param name="path">A file, or <c>-</c> for a WAV on standard input.</param>
    /// <param name="sampleRate">The sound's own rate in Hz.</param>
    /// <exception cref="InputException">It cannot be read, or is too long for one array (2^31 samples).</exception>
    public static float[] ReadMono(string path, out int sampleRate)
    {
        using var source = AudioFile.Open(path);
        sampleRate = source.SampleRate;
        return ReadMono(source, path);
    }

    /// <summary>Reads what is left of a sound as mono.</summary>
    /// <inheritdoc cref="ReadMono(string, out int)"/>
    public static float[] ReadMono(IAudioSource source, string subject)
    {
        var channels = source.Channels;
        var block = new float[BlockFrames * channels];
        return Collect(source, subject, 1, mono =>
        {
            var frames = source.Read(block.AsSpan(0, Math.Min(BlockFrames, mono.Length) * channels));
            ChannelMix.ToMono(block.AsSpan(0, frames * channels), channels, mono.Span);
            return frames;
        });
    }

    /// <summary>Reads a whole sound as interleaved samples, as they are.</summary>
    /// <param name="path">A file, or <c>-</c> for a WAV on standard input.</param>
    /// <param name="sampleRate">The sound's own rate in Hz.</param>
    /// <param name="channels">Samples a frame.</param>
    /// <exception cref="InputException">It cannot be read, or is too long for one array (2^31 samples).</exception>
    public static float[] ReadInterleaved(string path, out int sampleRate, out int channels)
    {
        using var source = AudioFile.Open(path);
        sampleRate = source.SampleRate;
        channels = source.Channels;
        return Collect(source, path, channels, room => source.Read(room.Span));
    }

    private static float[] Collect(IAudioSource source, string subject, int samplesAFrame, Func<Memory<float>, int> read)
    {
        // The announced length is only a first guess: headers lie, and a lie must not cost gigabytes.
        const int MostTrusted = 1 << 24;
        var frames = source.LengthFrames is { } announced ? (int)Math.Min(announced + 1, MostTrusted) : BlockFrames;
        var samples = new float[Math.Max(BlockFrames, frames) * samplesAFrame];
        var filled = 0;
        while (true)
        {
            if (samples.Length - filled < samplesAFrame)
            {
                var larger = Math.Min((long)samples.Length * 2, Array.MaxLength / samplesAFrame * samplesAFrame);
                if (larger <= samples.Length)
                    throw new InputException(subject, "is too long to be held in memory", "cut it into parts");
                Array.Resize(ref samples, (int)larger);
            }

            var got = read(samples.AsMemory(filled));
            if (got == 0)
                break;
            filled += got * samplesAFrame;
        }

        if (filled != samples.Length)
            Array.Resize(ref samples, filled);
        return samples;
    }
}
