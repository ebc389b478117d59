using System.Globalization;
using NWaves.Filters.BiQuad;
using NWaves.Operations;
using NWaves.Operations.Tsm;
using NWaves.Signals;
using RealtimeEmotion.Engine.Resampling;
using RealtimeEmotion.Trainer.Evaluation;

namespace RealtimeEmotion.Trainer.Augmentation;

/// <summary>Changes the sound of whole signals, by values that are drawn from fixed ranges. Any thread.</summary>
public static class SoundChanges
{
    // Quiet enough to leave the music in front, loud enough to be measured.
    private static readonly (double Least, double Most) NoiseDecibels = (-60, -35);
    private static readonly (double Least, double Most) GainDecibels = (-12, 6);

    // Beyond a sixth, music is felt differently, and the label would be wrong.
    private static readonly (double Least, double Most) StretchFactor = (0.87, 1.15);
    private static readonly (double Least, double Most) PitchSemitones = (0.5, 3);
    private static readonly (double Least, double Most) ShiftShare = (0.1, 0.9);
    private static readonly (double Least, double Most) LowPassHertz = (3000, 11000);
    private static readonly int[] Mp3Kilobits = [48, 64, 96, 128];
    private static readonly (double Least, double Most) EqualiserHertz = (100, 6000);
    private static readonly (double Least, double Most) EqualiserDecibels = (4, 10);
    private static readonly (double Least, double Most) ClippedShare = (0.001, 0.02);
    private static readonly (double Least, double Most) RoomSeconds = (0.3, 1.2);
    private static readonly (double Least, double Most) RoomDecibels = (-14, -6);

    // Where the end of a shifted track meets its beginning.
    private const double SeamSeconds = 0.02;

    /// <summary>Changes a signal.</summary>
    /// <param name="change">How.</param>
    /// <param name="samples">Mono samples, −1 … 1; they stay as they are.</param>
    /// <param name="rate">Their rate in hertz.</param>
    /// <param name="random">Where the values are drawn from: the same state gives the same sound.</param>
    /// <param name="description">What was done, with its values.</param>
    /// <returns>Samples of the same rate, −1 … 1; as many but where time was stretched.</returns>
    /// <exception cref="Engine.InputException">ffmpeg cannot encode MP3.</exception>
    public static float[] Apply(SoundChange change, float[] samples, int rate, Random random, out string description)
    {
        (float[] changed, description) = change switch
        {
            SoundChange.Noise => Noise(samples, random),
            SoundChange.Gain => Gain(samples, random),
            SoundChange.Stretch => Stretched(samples, rate, Away(StretchFactor, random)),
            SoundChange.Pitch => Pitched(samples, rate, Sign(random) * Draw(PitchSemitones, random)),
            SoundChange.Shift => Shifted(samples, rate, Draw(ShiftShare, random)),
            SoundChange.LowPass => LowPassed(samples, rate, (int)Geometric(LowPassHertz, random)),
            SoundChange.Mp3 => Encoded(samples, rate, Mp3Kilobits[random.Next(Mp3Kilobits.Length)]),
            SoundChange.Equaliser => Equalised(samples, rate, Geometric(EqualiserHertz, random), Sign(random) * Draw(EqualiserDecibels, random)),
            SoundChange.Clipping => Clipped(samples, Geometric(ClippedShare, random)),
            SoundChange.Room => InRoom(samples, rate, Draw(RoomSeconds, random), Draw(RoomDecibels, random), random),
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };
        return WithinFullScale(changed);
    }

    private static (float[] Samples, string Description) Noise(float[] samples, Random random)
    {
        double decibels = Draw(NoiseDecibels, random);
        double peak = Math.Sqrt(3) * Math.Pow(10, decibels / 20);
        return (Array.ConvertAll(samples, x => x + (float)(peak * ((2 * random.NextDouble()) - 1))), Said($"noise at {decibels:0.0} dBFS"));
    }

    private static (float[] Samples, string Description) Gain(float[] samples, Random random)
    {
        // Where there is no room above, it is made quieter: what is cut off is another change.
        double headroom = Math.Max(0, -20 * Math.Log10(Math.Max(Peak(samples), 1e-6)));
        double decibels = Draw((GainDecibels.Least, Math.Min(GainDecibels.Most, headroom)), random);
        float factor = (float)Math.Pow(10, decibels / 20);
        return (Array.ConvertAll(samples, x => x * factor), Said($"gain {decibels:+0.0;-0.0;0.0} dB"));
    }

    private static (float[] Samples, string Description) Stretched(float[] samples, int rate, double factor)
        => (Stretch(samples, rate, factor), Said($"{factor:0.000} times as long"));

    private static (float[] Samples, string Description) Pitched(float[] samples, int rate, double semitones)
    {
        // As a tape that runs faster, over a signal that was made as much longer.
        double ratio = Math.Pow(2, semitones / 12);
        const int Base = 24000;
        float[] longer = Stretch(samples, rate, ratio);
        float[] shifted = WholeSignal.Resample(longer, (int)Math.Round(Base * ratio), Base);
        Array.Resize(ref shifted, samples.Length);
        return (shifted, Said($"{semitones:+0.0;-0.0;0.0} semitones"));
    }

    /// <summary>Longer or shorter at the same pitch, by a phase vocoder whose phases are locked to the spectrum's peaks.</summary>
    private static float[] Stretch(float[] samples, int rate, double factor)
    {
        DiscreteSignal stretched = Operation.TimeStretch(new DiscreteSignal(rate, samples), factor, TsmAlgorithm.PhaseVocoderPhaseLocking);
        float[] result = stretched.Samples;
        Array.Resize(ref result, (int)Math.Round(samples.Length * factor));

        // The vocoder's windows do not add up to 1.
        double level = Rms(result);
        float back = level > 0 ? (float)(Rms(samples) / level) : 1;
        return Array.ConvertAll(result, x => x * back);
    }

    private static (float[] Samples, string Description) Shifted(float[] samples, int rate, double share)
    {
        int first = (int)(share * samples.Length);
        int seam = Math.Min((int)(SeamSeconds * rate), Math.Min(first, samples.Length - first) / 2);
        float[] shifted = [.. samples[first..], .. samples[..first]];
        int end = samples.Length - first;
        for (int i = 0; i < seam; i++)
        {
            float fade = i / (float)seam;
            shifted[end - 1 - i] *= fade;
            shifted[end + i] *= fade;
        }

        return (shifted, Said($"begins at {first / (double)rate:0.0} s"));
    }

    private static (float[] Samples, string Description) LowPassed(float[] samples, int rate, int hertz)
    {
        float[] passed = AudioVariation.LowPass(samples, rate, hertz);
        if (passed.Length != samples.Length)
            Array.Resize(ref passed, samples.Length);
        return (passed, Said($"low-pass {hertz} Hz"));
    }

    private static (float[] Samples, string Description) Encoded(float[] samples, int rate, int kilobits)
    {
        float[] decoded = AudioVariation.Mp3(samples, rate, kilobits);
        Array.Resize(ref decoded, samples.Length);
        return (decoded, Said($"MP3 at {kilobits} kbit/s"));
    }

    private static (float[] Samples, string Description) Equalised(float[] samples, int rate, double hertz, double decibels)
    {
        double centre = Math.Min(hertz, 0.4 * rate);
        return (new PeakFilter(centre / rate, 1, decibels).ApplyTo(new DiscreteSignal(rate, samples)).Samples, Said($"{decibels:+0.0;-0.0;0.0} dB around {centre:0} Hz"));
    }

    private static (float[] Samples, string Description) Clipped(float[] samples, double share)
    {
        float[] sorted = Array.ConvertAll(samples, Math.Abs);
        Array.Sort(sorted);
        float edge = sorted[Math.Clamp((int)((1 - share) * sorted.Length), 0, sorted.Length - 1)];
        return (Array.ConvertAll(samples, x => Math.Clamp(x, -edge, edge)), Said($"{100 * share:0.00} % of the samples cut"));
    }

    /// <summary>The room's answer is noise that dies away by 60 dB in its time.</summary>
    private static (float[] Samples, string Description) InRoom(float[] samples, int rate, double seconds, double decibels, Random random)
    {
        int length = Math.Max(1, (int)(seconds * rate));
        var response = new float[length];
        double energy = 0;
        for (int i = 0; i < length; i++)
        {
            response[i] = (float)(((2 * random.NextDouble()) - 1) * Math.Pow(10, -3.0 * i / length));
            energy += response[i] * (double)response[i];
        }

        float wet = (float)(Math.Pow(10, decibels / 20) / Math.Sqrt(energy));
        float[] reverberation = Operation.Convolve(new DiscreteSignal(rate, samples), new DiscreteSignal(rate, response)).Samples;
        float[] heard = [.. samples.Zip(reverberation, (x, r) => x + (wet * r))];
        return (heard, Said($"a room of {seconds:0.0} s, {decibels:0.0} dB"));
    }

    private static float[] WithinFullScale(float[] samples)
    {
        float peak = (float)Peak(samples);
        return peak <= 1 ? samples : Array.ConvertAll(samples, x => x / peak);
    }

    private static double Peak(float[] samples) => samples.Length == 0 ? 0 : samples.Max(Math.Abs);

    private static double Rms(float[] samples) => samples.Length == 0 ? 0 : Math.Sqrt(samples.Sum(x => x * (double)x) / samples.Length);

    private static double Draw((double Least, double Most) range, Random random) => range.Least + ((range.Most - range.Least) * random.NextDouble());

    private static double Geometric((double Least, double Most) range, Random random) => range.Least * Math.Pow(range.Most / range.Least, random.NextDouble());

    // What lies close to 1 would be no change.
    private static double Away((double Least, double Most) range, Random random)
        => Sign(random) < 0 ? Draw((range.Least, 0.96), random) : Draw((1.04, range.Most), random);

    private static int Sign(Random random) => random.Next(2) == 0 ? -1 : 1;

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
