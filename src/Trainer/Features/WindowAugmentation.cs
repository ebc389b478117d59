namespace RealtimeEmotion.Trainer.Features;

/// <summary>One random variation of a window, drawn once and applied frame by frame. Features are in dB.</summary>
internal sealed class WindowAugmentation
{
    // Beyond its edge a low-pass falls by this much a band, so that a few bands on nothing is left.
    private const float LowPassSlope = 12;
    private const double LowestLowPass = 0.55;
    private const double QuietestNoise = -70;
    private const double LoudestNoise = -20;
    private const double MostNoiseSlope = 10;

    private readonly AugmentationSettings _settings;
    private readonly float[] _curve;
    private readonly float[] _noise;
    private readonly int _frames;
    private bool _isNoisy;

    internal WindowAugmentation(AugmentationSettings settings, int bands, int frames)
    {
        _settings = settings;
        _curve = new float[bands];
        _noise = new float[bands];
        _frames = frames;
        Heard = frames;
    }

    /// <summary>How many frames have been heard of the window, 1 or more; its newest ones.</summary>
    internal int Heard { get; private set; }

    /// <summary>Draws a new variation.</summary>
    internal void Draw(Random random)
    {
        double gain = Between(random, -_settings.MostAttenuation, _settings.MostGain);
        double tilt = Between(random, -_settings.MostTilt, _settings.MostTilt);
        double depth = Between(random, -_settings.MostCurve, _settings.MostCurve);
        double phase = Between(random, 0, 2 * Math.PI);
        double cycles = Between(random, 0.5, 2);
        bool isDull = random.NextDouble() < _settings.LowPassShare;
        double edge = Between(random, LowestLowPass, 1) * _curve.Length;
        _isNoisy = random.NextDouble() < _settings.NoiseShare;
        double noise = Between(random, QuietestNoise, LoudestNoise);
        double slope = Between(random, 0, MostNoiseSlope);
        for (int band = 0; band < _curve.Length; band++)
        {
            double place = band / Math.Max(1.0, _curve.Length - 1);
            _curve[band] = (float)(gain + (tilt * ((2 * place) - 1)) + (depth * Math.Sin(phase + (cycles * 2 * Math.PI * place))));
            _curve[band] -= isDull ? LowPassSlope * (float)Math.Max(0, band - edge) : 0;
            _noise[band] = Power((float)(noise - (slope * place)));
        }

        bool isShort = random.NextDouble() < _settings.ShortShare;
        double heard = Between(random, _settings.ShortestHeard, 1);
        Heard = isShort ? Math.Max(1, (int)(heard * _frames)) : _frames;
    }

    /// <summary>Varies one value: the filter first, then the noise, whose power adds.</summary>
    internal float Apply(float decibels, int band)
    {
        float filtered = decibels + _curve[band];
        return _isNoisy ? 10 * MathF.Log10(Power(filtered) + _noise[band]) : filtered;
    }

    /// <summary>Blanks a stretch of bands and a stretch of frames of a normalised window, whose mean is 0.</summary>
    internal void Mask(Span<float> window, Random random)
    {
        int bands = _curve.Length;
        int height = random.Next((int)(_settings.WidestBandMask * bands) + 1);
        int lowest = random.Next(bands - height + 1);
        window.Slice(lowest * _frames, height * _frames).Clear();
        int length = random.Next((int)(_settings.LongestFrameMask * _frames) + 1);
        int first = random.Next(_frames - length + 1);
        for (int band = 0; band < bands; band++)
        {
            window.Slice((band * _frames) + first, length).Clear();
        }
    }

    private static float Power(float decibels) => MathF.Pow(10, decibels / 10);

    private static double Between(Random random, double low, double high) => low + ((high - low) * random.NextDouble());
}
