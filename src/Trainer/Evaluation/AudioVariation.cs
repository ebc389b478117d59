using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Decoders;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Resampling;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>A change of the sound that should not change what it feels like: what a model is asked again under.</summary>
/// <param name="Name">For people, and a part of the cache's key.</param>
/// <param name="Apply">From mono samples and their rate to other samples at the same rate.</param>
internal sealed record AudioVariation(string Name, Func<float[], int, float[]> Apply)
{
    private const double NoiseDecibels = -60;
    private const double OffsetSeconds = 0.5;

    // A speed is a ratio of two rates; of this one it is exact to a hertz.
    private const int TapeRate = 24000;

    /// <summary>Whether it is applied to the first channel, instead of to the mean of all.</summary>
    internal bool IsLeftAlone { get; init; }

    /// <summary>The variations of a robustness check; MP3 only where ffmpeg is there.</summary>
    internal static ImmutableArray<AudioVariation> All { get; } =
    [
        new("-12 dB", (x, _) => Gain(x, -12)),
        new("-6 dB", (x, _) => Gain(x, -6)),
        new("+6 dB, clipped", (x, _) => Gain(x, 6)),
        new("noise at -60 dBFS", (x, _) => Noise(x)),
        new("low-pass 11 kHz", (x, rate) => LowPass(x, rate, 11000)),
        new("low-pass 8 kHz", (x, rate) => LowPass(x, rate, 8000)),
        new("low-pass 4 kHz", (x, rate) => LowPass(x, rate, 4000)),
        new("left channel alone", (x, _) => x) { IsLeftAlone = true },
        new("by 44.1 kHz and back", (x, rate) => By(x, rate, 44100)),
        new("by 48 kHz and back", (x, rate) => By(x, rate, 48000)),
        new("by 96 kHz and back", (x, rate) => By(x, rate, 96000)),
        new("half a second later", (x, rate) => x[Math.Min(x.Length, (int)(OffsetSeconds * rate))..]),
        .. Ffmpeg.IsPresent ? [new AudioVariation("MP3 at 64 kbit/s", (x, rate) => Mp3(x, rate, 64))] : ImmutableArray<AudioVariation>.Empty,
    ];

    /// <summary>The same music a little slower or faster, lower or higher with it, as a tape would: what makes another track
    /// of a track in training.</summary>
    /// <remarks>T. Ko, V. Peddinti, D. Povey, S. Khudanpur, "Audio augmentation for speech recognition", Interspeech 2015.</remarks>
    internal static ImmutableArray<AudioVariation> Speeds { get; } =
    [
        Tape("a twenty-fifth slower", 24000, 25000),
        Tape("a twenty-fourth faster", 25000, 24000),
        Tape("an eighth slower", 21000, 24000),
        Tape("a seventh faster", 24000, 21000),
    ];

    /// <summary>The music at another speed, and higher or lower with it, as a tape would.</summary>
    /// <param name="speed">How many times as fast, above 0.</param>
    internal static AudioVariation AtSpeed(double speed)
        => Tape(string.Create(CultureInfo.InvariantCulture, $"{speed} times as fast"), (int)Math.Round(TapeRate * speed), TapeRate);

    private static AudioVariation Tape(string name, int inputRate, int outputRate) => new(name, (x, _) => WholeSignal.Resample(x, inputRate, outputRate));

    // A file holds what is beyond full scale no better than a converter.
    private static float[] Gain(float[] samples, double decibels)
    {
        float gain = (float)Math.Pow(10, decibels / 20);
        return Array.ConvertAll(samples, x => Math.Clamp(x * gain, -1, 1));
    }

    private static float[] Noise(float[] samples)
    {
        // Uniform noise of this mean square, the same one for every piece.
        var random = new Random(1);
        double peak = Math.Sqrt(3) * Math.Pow(10, NoiseDecibels / 20);
        return Array.ConvertAll(samples, x => x + (float)(peak * ((2 * random.NextDouble()) - 1)));
    }

    /// <summary>Takes away what lies above a frequency, in hertz: by resampling to twice that and back.</summary>
    internal static float[] LowPass(float[] samples, int rate, int edge) => rate <= 2 * edge ? samples : By(samples, rate, 2 * edge);

    private static float[] By(float[] samples, int rate, int other)
    {
        float[] back = WholeSignal.Resample(WholeSignal.Resample(samples, rate, other), other, rate);
        return back.Length > samples.Length ? back[..samples.Length] : back;
    }

    /// <summary>Encodes by the system's ffmpeg, and decodes.</summary>
    /// <exception cref="InputException">ffmpeg cannot encode it.</exception>
    internal static float[] Mp3(float[] samples, int rate, int kilobits)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rte-mp3-");
        try
        {
            string wav = Path.Combine(folder.FullName, "a.wav");
            string mp3 = Path.Combine(folder.FullName, "a.mp3");
            WavWriter.WriteAll(wav, samples, rate);
            string[] arguments = ["-v", "error", "-i", wav, "-c:a", "libmp3lame", "-b:a", string.Create(CultureInfo.InvariantCulture, $"{kilobits}k"), mp3];
            using Process process = Ffmpeg.Start(wav, "ffmpeg encodes MP3", feedsInput: false, arguments);
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InputException("ffmpeg", string.Create(CultureInfo.InvariantCulture, $"ended with {process.ExitCode}: {error.Split('\n')[0]}"), "MP3 needs one with libmp3lame");
            }

            float[] decoded = AudioReading.ReadMono(mp3, out int decodedRate);
            return decodedRate == rate ? decoded : WholeSignal.Resample(decoded, decodedRate, rate);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
