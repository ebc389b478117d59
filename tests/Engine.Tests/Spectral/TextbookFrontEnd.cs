using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Engine.Tests.Spectral;

/// <summary>
/// The front-end straight from its definitions, in double precision and without a thought for speed. Formulas of the
/// filter bank: librosa.filters.mel and Kaldi's mel-computations; of decibels: librosa.power_to_db, amplitude_to_db.
/// </summary>
internal static class TextbookFrontEnd
{
    internal static double[][] Analyze(FrontEndSettings s, float[] signal)
    {
        double[] x = [.. signal.Select(sample => float.IsFinite(sample) ? sample : 0.0)];
        double a = s.PreEmphasisCoefficient;
        double[] y = s.PreEmphasis switch
        {
            PreEmphasisKind.Backward => [.. x.Select((sample, n) => sample - (a * (n == 0 ? 0 : x[n - 1])))],
            PreEmphasisKind.Forward => [.. x.Skip(1).Select((sample, n) => sample - (a * x[n]))],
            _ => x,
        };
        if (y.Length == 0)
        {
            return [];
        }

        int pad = s.Centering == Centering.None ? 0 : s.FftSize / 2;
        double Padded(int n)
        {
            n -= pad;
            while (s.Centering == Centering.Reflect && y.Length > 1 && (n < 0 || n >= y.Length))
            {
                n = n < 0 ? -n : (2 * (y.Length - 1)) - n;
            }

            n = s.Centering == Centering.Reflect && y.Length == 1 ? 0 : n;
            return n < 0 || n >= y.Length ? 0 : y[n];
        }

        int frames = s.Centering == Centering.None
            ? y.Length < s.FrameLength ? 0 : 1 + ((y.Length - s.FrameLength) / s.HopLength)
            : 1 + (y.Length / s.HopLength);
        double[] window = Window(s);
        var result = new double[frames][];
        for (int k = 0; k < frames; k++)
        {
            double[] frame = [.. Enumerable.Range(0, s.FftSize).Select(n => window[n] == 0 ? 0 : window[n] * Padded((k * s.HopLength) + n))];
            double[] bands = Mel(s, Spectrum(s, frame));
            result[k] = [.. bands.Select(value => Compressed(s, value))];
        }

        if (s.Compression == Compression.Decibel && s.TopDecibels is { } top && frames > 0)
        {
            double loudest = result.Max(frame => frame.Max());
            result = [.. result.Select(frame => frame.Select(value => Math.Max(value, loudest - top)).ToArray())];
        }

        return [.. result.Select(frame => frame.Select(value => (value + s.AffineOffset) * s.AffineScale).ToArray())];
    }

    private static double[] Window(FrontEndSettings s)
    {
        var window = new double[s.FftSize];
        int before = s.WindowCentred ? (s.FftSize - s.WindowLength) / 2 : 0;
        double d = s.WindowSymmetry == WindowSymmetry.Periodic ? s.WindowLength : s.WindowLength - 1;
        for (int n = 0; n < s.WindowLength; n++)
        {
            double angle = s.WindowLength == 1 ? Math.PI : 2 * Math.PI * n / d;
            window[before + n] = s.Window switch
            {
                WindowFunction.Hann => 0.5 - (0.5 * Math.Cos(angle)),
                WindowFunction.Hamming => 0.54 - (0.46 * Math.Cos(angle)),
                WindowFunction.Blackman => 0.42 - (0.5 * Math.Cos(angle)) + (0.08 * Math.Cos(2 * angle)),
                _ => 1,
            };
        }

        return window;
    }

    private static double[] Spectrum(FrontEndSettings s, double[] frame)
    {
        var spectrum = new double[(s.FftSize / 2) + 1];
        for (int k = 0; k < spectrum.Length; k++)
        {
            double re = 0, im = 0;
            for (int n = 0; n < frame.Length; n++)
            {
                double turn = 2.0 * ((long)n * k % s.FftSize) / s.FftSize;
                re += frame[n] * double.CosPi(turn);
                im -= frame[n] * double.SinPi(turn);
            }

            spectrum[k] = s.Spectrum == SpectrumKind.Power ? (re * re) + (im * im) : Math.Sqrt((re * re) + (im * im));
        }

        return spectrum;
    }

    private static double[] Mel(FrontEndSettings s, double[] spectrum)
    {
        double ToMel(double hertz) => s.MelScale == MelScale.Htk ? 2595 * Math.Log10(1 + (hertz / 700))
            : hertz < 1000 ? 3 * hertz / 200 : 15 + (Math.Log(hertz / 1000) / (Math.Log(6.4) / 27));
        double ToHertz(double mel) => s.MelScale == MelScale.Htk ? 700 * (Math.Pow(10, mel / 2595) - 1)
            : mel < 15 ? 200 * mel / 3 : 1000 * Math.Exp((mel - 15) * (Math.Log(6.4) / 27));
        double lowest = ToMel(s.LowestFrequency), highest = ToMel(s.HighestFrequency);
        double Edge(int edge) => lowest + ((highest - lowest) * edge / (s.MelBands + 1));
        var bands = new double[s.MelBands];
        for (int band = 0; band < bands.Length; band++)
        {
            double low = ToHertz(Edge(band)), high = ToHertz(Edge(band + 2));
            for (int bin = 0; bin < spectrum.Length; bin++)
            {
                double hertz = (double)bin * s.SampleRate / s.FftSize;
                double at, left, mid, right;
                (at, left, mid, right) = s.MelSlope == MelSlope.Hertz
                    ? (hertz, low, ToHertz(Edge(band + 1)), high)
                    : (ToMel(hertz), Edge(band), Edge(band + 1), Edge(band + 2));
                double weight = Math.Max(0, Math.Min((at - left) / (mid - left), (right - at) / (right - mid)));
                bands[band] += spectrum[bin] * weight * (s.MelNorm == MelNorm.Slaney ? 2 / (high - low) : 1);
            }
        }

        return bands;
    }

    private static double Compressed(FrontEndSettings s, double value)
    {
        double reference = s.DecibelReference;
        if (s.Compression == Compression.Decibel && s.Spectrum == SpectrumKind.Magnitude)
        {
            (value, reference) = (value * value, reference * reference);
        }

        return s.Compression switch
        {
            Compression.NaturalLog => Math.Log(value + s.LogOffset),
            Compression.Decibel => (10 * Math.Log10(Math.Max(s.DecibelMinimum, value))) - (10 * Math.Log10(Math.Max(s.DecibelMinimum, reference))),
            _ => value,
        };
    }
}
