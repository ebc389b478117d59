using System.Globalization;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Spectral;
using ModelMetadata = RealtimeEmotion.Engine.Models.ModelMetadata;

namespace RealtimeEmotion.Bench;

/// <summary>
/// A minute of audio through the shipped model, window after window, beside the pretrained networks that it learnt from:
/// front-end and network, and the network alone. One thread each, at each one's own rate; every second is heard once.
/// </summary>
internal static class ModelComparison
{
    private const int Seconds = 60;

    internal static int Run(string[] arguments)
    {
        int at = Array.IndexOf(arguments, "--teachers");
        string? folder = at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
        string[] rest = [.. arguments.Where((_, i) => at < 0 || (i != at && i != at + 1))];
        int repetitions = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 15;
        using var model = EmotionModel.Load(Path.Combine(AppContext.BaseDirectory, "presets", "emotify.onnx"));
        using EmotionInference inference = model.CreateInference();
        var sessions = new List<InferenceSession>();
        try
        {
            var contest = new Contest($"a minute of audio, one thread, minimum and median of {repetitions} alternating runs", repetitions);
            AddOurs(contest, model.Metadata, inference);
            foreach (string path in folder is null ? Enumerable.Empty<string>() : Directory.EnumerateFiles(folder, "*.onnx").Order(StringComparer.Ordinal))
                AddTeacher(contest, path, sessions);
            if (sessions.Count == 0)
                Console.Error.WriteLine($"teachers: left out ({(folder is null ? "give their folder by --teachers" : $"none that is known in {folder}")})");
            contest.Run(Seconds);
            return 0;
        }
        finally
        {
            sessions.ForEach(s => s.Dispose());
        }
    }

    private static void AddOurs(Contest contest, ModelMetadata metadata, EmotionInference inference)
    {
        var frontEnd = new MelFrontEnd(metadata.FrontEnd);
        float[] signal = Noise(metadata.FrontEnd.SampleRate);
        var frames = new float[frontEnd.FrameCount(signal.Length) * frontEnd.Bands];
        var normaliser = new WindowNormaliser(metadata);
        int bands = frontEnd.Bands;

        void Network()
        {
            int count = frames.Length / bands;
            for (int first = 0; first + metadata.WindowFrames <= count; first += metadata.WindowFrames)
            {
                Span<float> window = inference.Input;
                for (int k = 0; k < metadata.WindowFrames; k++)
                {
                    for (int band = 0; band < bands; band++)
                        window[(band * metadata.WindowFrames) + k] = frames[((first + k) * bands) + band];
                }

                normaliser.Apply(window);
                inference.Run();
            }
        }

        contest.Add(metadata.Name, () =>
        {
            frontEnd.Analyze(signal, frames);
            Network();
        });
        contest.Add($"{metadata.Name}, network alone", Network);
    }

    /// <summary>Adds a teacher whose front-end is known: by a file beside it, or by the table in presets/teachers.</summary>
    private static void AddTeacher(Contest contest, string path, List<InferenceSession> sessions)
    {
        string side = Path.ChangeExtension(path, null) + ".frontend.json";
        string known = Path.Combine(AppContext.BaseDirectory, "presets", "teachers", Path.GetFileName(side));
        string name = Path.GetFileNameWithoutExtension(path);
        if ((File.Exists(side) ? side : File.Exists(known) ? known : null) is not { } settings)
        {
            Console.Error.WriteLine($"{name}: left out (nothing says its front-end)");
            return;
        }

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(settings));
        Dictionary<string, string> fields = json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal);
        var frontEnd = new MelFrontEnd(FrontEndFields.Read(fields, string.Empty, settings));
        bool bandsFirst = fields["layout"] == "bandsFirst";
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        var session = new InferenceSession(path, options);
        sessions.Add(session);
        string input = session.InputMetadata.Keys.First();
        string output = session.OutputMetadata.Keys.First();
        int fixedFrames = session.InputMetadata[input].Dimensions[bandsFirst ? 2 : 1];
        float[] signal = Noise(int.Parse(fields["sampleRate"], CultureInfo.InvariantCulture));
        int all = frontEnd.FrameCount(signal.Length);
        int bands = frontEnd.Bands;

        // As in training: a patch where the network has one length, else ten seconds at once.
        int length = fixedFrames > 0 ? fixedFrames : all * 10 / Seconds;
        int patches = all / length;
        var frames = new float[all * bands];
        var values = new float[patches * length * bands];

        void Network()
        {
            for (int k = 0; k < patches * length; k++)
            {
                int start = k / length * length * bands;
                for (int band = 0; band < bands; band++)
                    values[start + (bandsFirst ? (band * length) + (k % length) : (k % length * bands) + band)] = frames[(k * bands) + band];
            }

            using OrtValue tensor = OrtValue.CreateTensorValueFromMemory(values, bandsFirst ? [patches, bands, length] : [patches, length, bands]);
            using var run = new RunOptions();
            using var results = session.Run(run, [input], [tensor], [output]);
        }

        contest.Add(name, () =>
        {
            frontEnd.Analyze(signal, frames);
            Network();
        });
        contest.Add($"{name}, network alone", Network);
    }

    private static float[] Noise(int rate)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Seconds * rate).Select(_ => (float)(0.2 * (random.NextDouble() - 0.5)))];
    }
}
