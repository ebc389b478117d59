using System.Globalization;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Audio.Formats;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Bench;

/// <summary>
/// Ten minutes of stereo WAV from the file to its emotions, on one thread, as multiples of real time. The measure is
/// ffmpeg, which only decodes, mixes and resamples the file to the model's rate.
/// </summary>
internal static class AnalyzeComparison
{
    private const int Seconds = 600;

    internal static int Run(string[] arguments)
    {
        var repetitions = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 7;
        var folder = Directory.CreateTempSubdirectory("analyze-comparison").FullName;
        try
        {
            var modelPath = Path.Combine(AppContext.BaseDirectory, "presets", "emotify.onnx");
            using var model = EmotionModel.Load(modelPath);
            foreach (var encoding in (SampleEncoding[])[SampleEncoding.Pcm16, SampleEncoding.IeeeFloat32])
            {
                var path = Path.Combine(folder, $"{encoding}.wav");
                FadeComparison.WriteNoise(path, encoding);
                var contest = new Contest($"analysis of 10 minutes stereo, 44.1 kHz, {encoding}, one thread", repetitions);
                contest.AddProgram(
                    "ffmpeg, decode and resample only", "ffmpeg", "-v", "error", "-threads", "1", "-filter_threads", "1", "-i", path, "-ac", "1", "-ar",
                    $"{model.Metadata.FrontEnd.SampleRate}", "-f", "null", "-");
                foreach (var hop in (double[])[new AnalysisOptions().HopSeconds, 0.25])
                    contest.Add(string.Create(CultureInfo.InvariantCulture, $"ours, an estimate each {hop} s"), () => ClipAnalysis.Run(path, model, new AnalysisOptions { HopSeconds = hop }));
                if (BuiltCommandLine.Find() is { } emotion)
                    contest.AddProgram("emotion analyze, start to end", emotion, "analyze", path, "--model", modelPath, "--jobs", "1", "--quiet", "-o", Path.Combine(folder, "result.txt"));
                contest.Run(Seconds);
                File.Delete(path);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
