using System.Numerics;
using System.Runtime.InteropServices;

namespace RealtimeEmotion.Engine.Models;

/// <summary>
/// Takes the loudness out of a window of features and standardises it, as the model's metadata say: the one place for
/// both training and playing.
/// </summary>
/// <remarks>Allocates nothing after construction. Safe for any number of threads.</remarks>
public sealed class WindowNormaliser
{
    private readonly int _frames;
    private readonly bool _subtractsWindowMean;
    private readonly float[] _mean;
    private readonly float[] _reciprocalDeviation;

    /// <summary>For windows of <paramref name="metadata"/>'s shape.</summary>
    public WindowNormaliser(ModelMetadata metadata)
    {
        int bands = metadata.FrontEnd.MelBands;
        _frames = metadata.WindowFrames;
        _subtractsWindowMean = metadata.LevelNormalisation == LevelNormalisation.WindowMean;
        _mean = new float[bands];
        _reciprocalDeviation = new float[bands];
        for (int band = 0; band < bands; band++)
        {
            _mean[band] = metadata.Mean[metadata.Mean.Length == 1 ? 0 : band];
            _reciprocalDeviation[band] = 1f / metadata.Deviation[metadata.Deviation.Length == 1 ? 0 : band];
        }
    }

    /// <summary>Normalises in place.</summary>
    /// <param name="window">Band-major features, <c>melBands × windowFrames</c>.</param>
    public void Apply(Span<float> window)
    {
        float level = _subtractsWindowMean ? WindowMean(window) : 0f;
        for (int band = 0; band < _mean.Length; band++)
        {
            Span<float> row = window.Slice(band * _frames, _frames);
            float shift = level + _mean[band];
            float scale = _reciprocalDeviation[band];
            Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
            var shifts = new Vector<float>(shift);
            var scales = new Vector<float>(scale);
            for (int i = 0; i < vectors.Length; i++)
            {
                vectors[i] = (vectors[i] - shifts) * scales;
            }

            for (int i = vectors.Length * Vector<float>.Count; i < row.Length; i++)
            {
                row[i] = (row[i] - shift) * scale;
            }
        }
    }

    // One partial sum a frame column block would depend on the vector width; a double sum in index order does not, so
    // two machines agree to the bit.
    private static float WindowMean(ReadOnlySpan<float> window)
    {
        double sum = 0;
        foreach (float value in window)
        {
            sum += value;
        }

        return (float)(sum / window.Length);
    }
}
