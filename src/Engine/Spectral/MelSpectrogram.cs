namespace RealtimeEmotion.Engine.Spectral;

/// <summary>The mel frames of a whole signal.</summary>
public sealed class MelSpectrogram
{
    /// <param name="values">The values, frame after frame; taken, not copied.</param>
    /// <param name="bands">Bands of a frame, 1 or more.</param>
    /// <exception cref="ArgumentException">The values are not whole frames.</exception>
    public MelSpectrogram(float[] values, int bands)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bands, 1);
        if (values.Length % bands != 0)
        {
            throw new ArgumentException($"{values.Length} values are not whole frames of {bands} bands.", nameof(values));
        }

        Values = values;
        Bands = bands;
    }

    /// <summary>Value of band b in frame k at k·<see cref="Bands"/> + b.</summary>
    public float[] Values { get; }

    /// <summary>Number of frames.</summary>
    public int Frames => Values.Length / Bands;

    /// <summary>Number of bands of a frame.</summary>
    public int Bands { get; }

    /// <summary>The bands of one frame, the lowest first.</summary>
    /// <param name="k">0 … <see cref="Frames"/> − 1.</param>
    public ReadOnlySpan<float> Frame(int k) => Values.AsSpan(k * Bands, Bands);
}
