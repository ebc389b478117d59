using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine.Resampling;

namespace RealtimeEmotion.Cli.Reports;

/// <summary>A window of a track to listen to and to look at.</summary>
internal static class ReportExcerpt
{
    // Enough to recognise a passage, and a third of a megabyte for ten seconds.
    private const int ListeningRate = 16000;

    /// <summary>Cuts a window out of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Where it begins, in seconds.</param>
    /// <param name="seconds">How long it is.</param>
    /// <param name="modelRate">The rate at which the model hears, in hertz.</param>
    /// <returns>A WAV (mono, 16 bits) to listen to, and a PNG of its mel spectrum at the model's rate.</returns>
    /// <exception cref="Engine.InputException">The file cannot be read.</exception>
    internal static (byte[] Wav, byte[] Picture) Of(string path, double start, double seconds, int modelRate)
    {
        float[] samples = AudioReading.ReadMono(path, out int rate);
        int first = Math.Clamp((int)(start * rate), 0, samples.Length);
        float[] excerpt = samples[first..Math.Min(samples.Length, first + (int)(seconds * rate))];
        return (Wav(At(excerpt, rate, ListeningRate)), ReportCharts.Mel(At(excerpt, rate, modelRate), modelRate));
    }

    private static float[] At(float[] samples, int rate, int wanted) => rate == wanted ? samples : WholeSignal.Resample(samples, rate, wanted);

    private static byte[] Wav(float[] samples)
    {
        using var stream = new MemoryStream();
        using (var writer = new WavWriter(stream, "excerpt", ListeningRate, 1, SampleEncoding.Pcm16, samples.Length))
        {
            writer.Write(samples);
            writer.Complete();
        }

        return stream.ToArray();
    }
}
