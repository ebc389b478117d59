namespace RealtimeEmotion.Cli.Plots;

/// <summary>
/// A waveform as a picture needs it: lowest, highest and mean-square value of each of some thousand stretches, whatever
/// the sound's length, in constant memory. When the stretches run out, neighbours are joined.
/// </summary>
internal sealed class WaveformEnvelope
{
    private const int Capacity = 4096;

    private readonly int _channels;
    private readonly float[][] _lowest;
    private readonly float[][] _highest;
    private readonly double[][] _squares;
    private long _framesInBin;

    internal WaveformEnvelope(int channels)
    {
        _channels = channels;
        _lowest = Rows<float>();
        _highest = Rows<float>();
        _squares = Rows<double>();
        FramesPerBin = 1;
    }

    internal int Channels => _channels;

    /// <summary>Frames seen.</summary>
    internal long Frames { get; private set; }

    internal long FramesPerBin { get; private set; }

    /// <summary>Stretches in use; the last one may be short.</summary>
    internal int Bins { get; private set; }

    internal ReadOnlySpan<float> Lowest(int channel) => _lowest[channel].AsSpan(0, Bins);

    internal ReadOnlySpan<float> Highest(int channel) => _highest[channel].AsSpan(0, Bins);

    /// <summary>Root mean square of a stretch.</summary>
    internal double Rms(int channel, int bin)
    {
        long frames = Math.Min(FramesPerBin, Frames - (bin * FramesPerBin));
        return Math.Sqrt(_squares[channel][bin] / frames);
    }

    /// <summary>Takes interleaved frames in. What is no finite number counts as 0.</summary>
    internal void Add(ReadOnlySpan<float> interleaved)
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
