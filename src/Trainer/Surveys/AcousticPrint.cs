using System.Collections.Immutable;
using System.Numerics;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Engine.Buffers;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Trainer.Surveys;

/// <summary>
/// What half a minute of sound is like, in 1,024 bits: whether each of 32 mel bands rises against its neighbour, and against the
/// moment before, at 32 moments. Level, codec and rate change few of them; another piece changes half. Sounds that begin at
/// different places of a piece do not match.
/// </summary>
/// <remarks>After J. Haitsma, T. Kalker, "A Highly Robust Audio Fingerprinting System", ISMIR 2002: the sign of the energy's
/// difference over time and frequency.</remarks>
public sealed class AcousticPrint
{
    /// <summary>Sounds whose prints differ in fewer bits than this, of all, are taken for the same.</summary>
    public const double SameBelow = 0.2;

    /// <summary>How much of a sound is looked at, from its beginning.</summary>
    internal const int LongestSeconds = 30;

    /// <summary>Signs at one moment.</summary>
    internal const int Columns = Bands - 1;

    private const int Bands = 33;
    private const int Moments = 33;
    private const int Bits = Columns * (Moments - 1);
    private const int BlockFrames = 16384;

    // Below it there is nothing to be like.
    private const float LeastSpread = 1;

    private readonly ImmutableArray<ulong> _bits;

    private AcousticPrint(ImmutableArray<ulong> bits) => _bits = bits;

    /// <summary>Whether there was enough sound to tell by.</summary>
    public bool IsTelling => !_bits.IsEmpty;

    /// <summary>Takes the print of mono samples.</summary>
    /// <param name="samples">From the beginning.</param>
    /// <param name="sampleRate">In hertz.</param>
    public static AcousticPrint Of(ReadOnlySpan<float> samples, int sampleRate)
    {
        // The same span of time and frequency at any rate.
        const double HighestFrequency = 3500;
        const double LowestFrequency = 200;
        if (samples.IsEmpty)
            return new AcousticPrint([]);
        int length = (int)Math.Min(samples.Length, LongestSeconds * sampleRate);
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)(sampleRate / 10));
        if (length < 2 * size)
            return new AcousticPrint([]);
        var frontEnd = new MelFrontEnd(new FrontEndSettings
        {
            SampleRate = sampleRate,
            FftSize = size,
            WindowLength = size,
            HopLength = size / 2,
            MelBands = Bands,
            LowestFrequency = LowestFrequency,
            HighestFrequency = HighestFrequency,
            Compression = Compression.Decibel,
        });
        MelSpectrogram frames = frontEnd.Analyze(samples[..length]);
        float[] mean = new float[Moments * Bands];
        for (int moment = 0; moment < Moments; moment++)
        {
            int from = moment * frames.Frames / Moments;
            int to = Math.Max(from + 1, (moment + 1) * frames.Frames / Moments);
            for (int frame = from; frame < to; frame++)
            {
                for (int band = 0; band < Bands; band++)
                    mean[(moment * Bands) + band] += frames.Values[(frame * Bands) + band] / (to - from);
            }
        }

        if (mean.Max() - mean.Min() < LeastSpread)
            return new AcousticPrint([]);
        ulong[] bits = new ulong[Bits / 64];
        int bit = 0;
        for (int moment = 1; moment < Moments; moment++)
        {
            for (int band = 1; band < Bands; band++, bit++)
            {
                float now = mean[(moment * Bands) + band] - mean[(moment * Bands) + band - 1];
                float before = mean[((moment - 1) * Bands) + band] - mean[((moment - 1) * Bands) + band - 1];
                if (now > before)
                    bits[bit / 64] |= 1UL << (bit % 64);
            }
        }

        return new AcousticPrint([.. bits]);
    }

    /// <summary>Takes the print of a file's beginning.</summary>
    /// <param name="path">An audio file.</param>
    /// <exception cref="Engine.InputException">It cannot be read.</exception>
    internal static AcousticPrint OfFile(string path)
    {
        using IAudioSource source = AudioFile.Open(path);
        var mono = new float[LongestSeconds * source.SampleRate];
        var block = new float[BlockFrames * source.Channels];
        int length = 0;
        for (int count; length < mono.Length && (count = source.Read(block)) > 0;)
        {
            int frames = Math.Min(count, mono.Length - length);
            ChannelMix.ToMono(block.AsSpan(0, frames * source.Channels), source.Channels, mono.AsSpan(length, frames));
            length += frames;
        }

        return Of(mono.AsSpan(0, length), source.SampleRate);
    }

    /// <summary>A print from what <see cref="Signs"/> gave.</summary>
    internal static AcousticPrint FromSigns(ReadOnlySpan<float> signs)
    {
        ulong[] bits = new ulong[signs.Length / 64];
        for (int bit = 0; bit < signs.Length; bit++)
        {
            if (signs[bit] > 0)
                bits[bit / 64] |= 1UL << (bit % 64);
        }

        return new AcousticPrint([.. bits]);
    }

    /// <summary>1 where it rises and 0 where it does not, <see cref="Columns"/> a moment; none where the print tells nothing.</summary>
    internal float[] Signs() => [.. Enumerable.Range(0, _bits.Length * 64).Select(bit => (float)((_bits[bit / 64] >> (bit % 64)) & 1))];

    /// <summary>Pairs of sounds that are the same from their beginning on.</summary>
    /// <param name="prints">One a sound.</param>
    /// <returns>Indices, the lower one first.</returns>
    internal static ImmutableArray<(int First, int Second)> Pairs(IReadOnlyList<AcousticPrint> prints)
    {
        var pairs = ImmutableArray.CreateBuilder<(int, int)>();
        for (int second = 1; second < prints.Count; second++)
        {
            for (int first = 0; first < second; first++)
            {
                if (prints[first].IsSameAs(prints[second]))
                    pairs.Add((first, second));
            }
        }

        return pairs.ToImmutable();
    }

    /// <summary>Whether two sounds are taken for the same.</summary>
    internal bool IsSameAs(AcousticPrint other) => DistanceTo(other) < SameBelow;

    /// <summary>The share of bits in which two prints differ, 0 … 1; 1 where one of them tells nothing.</summary>
    public double DistanceTo(AcousticPrint other)
    {
        if (!IsTelling || !other.IsTelling)
            return 1;
        int different = 0;
        for (int i = 0; i < _bits.Length; i++)
            different += BitOperations.PopCount(_bits[i] ^ other._bits[i]);
        return (double)different / Bits;
    }
}
