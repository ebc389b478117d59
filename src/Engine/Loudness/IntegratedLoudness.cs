namespace RealtimeEmotion.Engine.Loudness;

/// <summary>
/// Loudness of a whole programme in LUFS, gated: ITU-R BS.1770-5 and EBU R128. For files; it keeps ten numbers a second.
/// One thread.
/// </summary>
public sealed unsafe class IntegratedLoudness
{
    // Blocks of 400 ms that begin every 100 ms: the momentary loudness after each step, from the fourth on.
    private const int StepsInBlock = 4;
    private const double RelativeGate = -10;

    private readonly LoudnessMeter _meter;
    private readonly int _channels;
    private readonly int _measured;
    private readonly float[] _planar;
    private readonly List<double> _blocks = [];
    private int _steps;

    /// <param name="sampleRate">In hertz, above 0.</param>
    /// <param name="channels">1 or more, in the order that <see cref="LoudnessMeter.WeightsOf"/> has; those behind the
    /// eighth are left out.</param>
    public IntegratedLoudness(int sampleRate, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        _channels = channels;
        _measured = Math.Min(channels, LoudnessMeter.MostChannels);
        _meter = new LoudnessMeter(sampleRate, _measured);
        _planar = new float[_meter.StepLength * _measured];
    }

    /// <summary>The loudness so far; −∞ where nothing was above the gate.</summary>
    public double Value
    {
        get
        {
            double[] heard = [.. _blocks.Where(block => block > LoudnessMeter.AbsoluteGate)];
            double gate = Mean(heard) + RelativeGate;
            return Mean([.. heard.Where(block => block > gate)]);
        }
    }

    /// <summary>Takes samples in. What is no number counts as 0.</summary>
    /// <param name="interleaved">Whole frames.</param>
    public void Process(ReadOnlySpan<float> interleaved)
    {
        int frames = interleaved.Length / _channels;
        float** buffers = stackalloc float*[LoudnessMeter.MostChannels];
        fixed (float* planar = _planar)
        {
            for (int done = 0; done < frames;)
            {
                int count = Math.Min(frames - done, _meter.LeftInStep);
                bool completes = count == _meter.LeftInStep;
                for (int channel = 0; channel < _measured; channel++)
                {
                    buffers[channel] = planar + (channel * _meter.StepLength);
                    for (int i = 0; i < count; i++)
                        buffers[channel][i] = interleaved[((done + i) * _channels) + channel];
                }

                _meter.Process(buffers, count);
                done += count;
                if (completes && ++_steps >= StepsInBlock)
                    _blocks.Add(_meter.Momentary);
            }
        }
    }

    /// <summary>The mean of powers, in LUFS again.</summary>
    private static double Mean(double[] blocks) => blocks.Length == 0
        ? double.NegativeInfinity
        : 10 * Math.Log10(blocks.Average(block => Math.Pow(10, block / 10)));
}
