using System.Buffers;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>What travels from a reader to the analysis, in order: a stretch of sound, or news about the connection.</summary>
internal sealed class StreamBlock
{
    private float[] _samples = [];

    /// <summary>Position of the first frame, in frames at <see cref="SampleRate"/>.</summary>
    public long Position { get; init; }

    public int SampleRate { get; init; }

    public int Channels { get; init; }

    /// <summary>Frames lost just before this block.</summary>
    public long LostBefore { get; init; }

    /// <summary>When its last frame arrived, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> counts.</summary>
    public long ArrivedAt { get; init; }

    /// <summary>News instead of sound, or null.</summary>
    public StreamEvent? News { get; init; }

    /// <summary>The samples; empty once the block is recycled.</summary>
    public ReadOnlySpan<float> Samples => _samples.AsSpan(0, Length);

    public int Length { get; private set; }

    /// <summary>How many frames it holds.</summary>
    public int Frames { get; init; }

    /// <summary>How long it sounds.</summary>
    public double Seconds => Frames == 0 ? 0 : (double)Frames / SampleRate;

    /// <summary>Room for <paramref name="length"/> samples, to be filled before the block is handed over.</summary>
    public Span<float> Allocate(int length)
    {
        _samples = ArrayPool<float>.Shared.Rent(length);
        Length = length;
        return _samples.AsSpan(0, length);
    }

    /// <summary>Gives the samples back for others to use.</summary>
    public void Recycle()
    {
        if (_samples.Length > 0)
            ArrayPool<float>.Shared.Return(_samples);
        _samples = [];
        Length = 0;
    }
}
