namespace RealtimeEmotion.Audio;

/// <summary>
/// A waveform as a picture needs it: lowest, highest and mean-square value of each of some thousand stretches, whatever
/// the sound's length, in constant memory. When the stretches run out, neighbours are joined.
/// </summary>
public sealed class WaveformEnvelope
{
    /// <summary>The most stretches.</summary>
    public const int Capacity = 4096;

    private readonly int _channels;
    private readonly float[][] _lowest;
    private readonly float[][] _highest;
    private readonly double[][] _squares;
    private long _framesInBin;

    /// <param name="channels">Samples a frame.</param>
    public WaveformEnvelope(int channels)
    {
        _channels = channels;
        _lowest = Rows<float>();
        _highest = Rows<float>();
        _squares = Rows<double>();
        FramesPerBin = 1;
    }

    /// <summary>Samples a frame.</summary>
    public int Channels => _channels;

    /// <summary>Frames seen.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames that a stretch stands for; grows in powers of two with the sound.</summary>
    public long FramesPerBin { get; private set; }

    /// <summary>Stretches in use; the last one may be short.</summary>
    public int Bins { get; private set; }

    /// <summary>The lowest value of each stretch.</summary>
    public ReadOnlySpan<float> Lowest(int channel) => _lowest[channel].AsSpan(0, Bins);

    /// <summary>The highest value of each stretch.</summary>
    public ReadOnlySpan<float> Highest(int channel) => _highest[channel].AsSpan(0, Bins);

    /// <summary>Root mean square of a stretch.</summary>
    public double Rms(int channel, int bin)
    {
        long frames = Math.Min(FramesPerBin, Frames - (bin * FramesPerBin));
        return Math.Sqrt(_squares[channel][bin] / frames);
    }

    /// <summary>Takes interleaved frames in. What is no finite number counts as 0.</summary>
    public void Add(ReadOnlySpan<float> interleaved)
    {
        int frames = interleaved.Length / _channels;
        for (int f = 0; f < frames;)
        {
            if (_framesInBin == 0 && Bins == Capacity)
            {
                JoinNeighbours();
            }

            int bin = _framesInBin == 0 ? Bins++ : Bins - 1;
            int count = (int)Math.Min(frames - f, FramesPerBin - _framesInBin);
            for (int c = 0; c < _channels; c++)
            {
                float lowest = _framesInBin == 0 ? float.MaxValue : _lowest[c][bin];
                float highest = _framesInBin == 0 ? float.MinValue : _highest[c][bin];
                double squares = _framesInBin == 0 ? 0 : _squares[c][bin];
                for (int i = 0; i < count; i++)
                {
                    float value = interleaved[((f + i) * _channels) + c];
                    value = float.IsFinite(value) ? value : 0;
                    lowest = Math.Min(lowest, value);
                    highest = Math.Max(highest, value);
                    squares += (double)value * value;
                }

                (_lowest[c][bin], _highest[c][bin], _squares[c][bin]) = (lowest, highest, squares);
            }

            f += count;
            Frames += count;
            _framesInBin = (_framesInBin + count) % FramesPerBin;
        }
    }

    private void JoinNeighbours()
    {
        for (int c = 0; c < _channels; c++)
        {
            for (int b = 0; b < Capacity / 2; b++)
            {
                _lowest[c][b] = Math.Min(_lowest[c][2 * b], _lowest[c][(2 * b) + 1]);
                _highest[c][b] = Math.Max(_highest[c][2 * b], _highest[c][(2 * b) + 1]);
                _squares[c][b] = _squares[c][2 * b] + _squares[c][(2 * b) + 1];
            }
        }

        Bins = Capacity / 2;
        FramesPerBin *= 2;
    }

    private T[][] Rows<T>()
    {
        var rows = new T[_channels][];
        for (int c = 0; c < rows.Length; c++)
        {
            rows[c] = new T[Capacity];
        }

        return rows;
    }
}
