namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>A sawtooth with its aliases held down (PolyBLEP: Välimäki and Huovilainen, IEEE Signal Processing Magazine, 2007).</summary>
internal struct Sawtooth(double hertz, double phase)
{
    private readonly double _step = hertz / StereoBus.Rate;
    private double _phase = phase - Math.Floor(phase);

    /// <summary>The next sample; the pitch is bent by a factor.</summary>
    internal double Next(double bend = 1)
    {
        double step = _step * bend;
        double value = (2 * _phase) - 1 - Correction(_phase, step);
        _phase += step;
        if (_phase >= 1)
        {
            _phase -= 1;
        }

        return value;
    }

    private static double Correction(double phase, double step)
    {
        if (phase < step)
        {
            double t = phase / step;
            return (2 * t) - (t * t) - 1;
        }

        if (phase > 1 - step)
        {
            double t = (phase - 1) / step;
            return (t * t) + (2 * t) + 1;
        }

        return 0;
    }
}
