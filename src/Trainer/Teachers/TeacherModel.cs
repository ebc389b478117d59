using System.Globalization;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RealtimeEmotion.Audio.Files;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Resampling;
using RealtimeEmotion.Engine.Spectral;
using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Teachers;

/// <summary>
/// A pretrained network that is listened to in training: an ONNX file whose input is log-mel frames. What it makes of a
/// window, the mean and the deviation over time of its outputs, is what a student learns to predict. Thread-safe.
/// </summary>
/// <remarks>
/// The input is <c>[batch, bands, frames]</c> or <c>[batch, frames, bands]</c>. A fixed number of frames is a patch:
/// patches stand side by side in a window. The output is <c>[batch, features]</c>, one a patch, or
/// <c>[batch, features, columns]</c>, time last.
/// </remarks>
internal sealed class TeacherModel : IDisposable
{
    // Music is mastered as loud as its style wants, and teachers hear loudness; the student does not.
    private const double RmsLevel = 0.125;
    private const string OutputForm = "a teacher gives floats, [batch, features] or [batch, features, columns]";
    private readonly InferenceSession _session;
    private readonly string _path;
    private readonly string _inputName;
    private readonly string _outputName;
    private readonly int? _patchFrames;

    private TeacherModel(InferenceSession session, TeacherSettings settings, string path, string hash)
    {
        _session = session;
        _path = path;
        Settings = settings;
        Name = Path.GetFileNameWithoutExtension(path);
        Identity = string.Create(CultureInfo.InvariantCulture, $"{hash} {settings}");
        _inputName = session.InputMetadata.Keys.First();
        _outputName = session.OutputMetadata.Keys.First();
        int[] shape = session.InputMetadata[_inputName].Dimensions;
        bool bandsFirst = settings.Layout == TeacherLayout.BandsFirst;
        int bands = shape.Length == 3 ? shape[bandsFirst ? 1 : 2] : 0;
        if (session.InputMetadata.Count != 1 || session.OutputMetadata.Count != 1 || shape.Length != 3
            || (bands != settings.FrontEnd.MelBands && bands >= 0)
            || session.InputMetadata[_inputName].ElementDataType != TensorElementType.Float)
        {
            throw new InputException(path, $"takes [{string.Join(", ", shape)}]", $"by its settings, a teacher takes one float tensor [batch, {(bandsFirst ? "bands, frames" : "frames, bands")}] with {settings.FrontEnd.MelBands} bands, and gives one tensor");
        }

        // Where the file says what it gives, it is known before an hour of listening that this is nothing to learn from.
        int[] given = session.OutputMetadata[_outputName].Dimensions;
        if (given.Length is not (0 or 2 or 3) || session.OutputMetadata[_outputName].ElementDataType != TensorElementType.Float)
        {
            throw new InputException(path, $"gives [{string.Join(", ", given)}] of {session.OutputMetadata[_outputName].ElementDataType}", OutputForm);
        }

        int frames = shape[bandsFirst ? 2 : 1];
        _patchFrames = frames > 0 ? frames : null;
    }

    /// <summary>The file's name without its ending.</summary>
    internal string Name { get; }

    internal TeacherSettings Settings { get; }

    /// <summary>What its answers depend on, apart from the audio: the file's content and the settings.</summary>
    internal string Identity { get; }

    /// <summary>Loads a teacher.</summary>
    /// <exception cref="InputException">The file is missing, is no ONNX, does not say its front-end, or is of another shape
    /// than a teacher's.</exception>
    internal static TeacherModel Load(string path)
    {
        byte[] onnx;
        try
        {
            onnx = File.ReadAllBytes(path);
        }
        catch (Exception e) when (IoFault.IsFileFault(e))
        {
            throw IoFault.Reading(path, e, "a teacher's .onnx file");
        }

        InferenceSession session;
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            session = new InferenceSession(onnx, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InputException(path, "is not a readable ONNX model, or a truncated one", "give a teacher's .onnx file", e);
        }

        try
        {
            return new TeacherModel(session, TeacherSettings.Find(path, session.ModelMetadata.CustomMetadataMap), path, Convert.ToHexStringLower(SHA256.HashData(onnx)));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Listens to a piece.</summary>
    /// <param name="samples">The piece, mono.</param>
    /// <param name="sampleRate">Its rate in hertz. Where it is lower than the teacher's, the teacher hears no more than
    /// is in it.</param>
    /// <param name="grid">The windows.</param>
    /// <param name="count">How many windows; the piece holds that many.</param>
    /// <returns>A "frame" a window: the mean over time of each of the teacher's features, then the deviations where
    /// there is more than one moment.</returns>
    /// <exception cref="InputException">The network failed, or gave something that is not a number.</exception>
    internal TrackFeatures Listen(float[] samples, int sampleRate, TeachingGrid grid, int count)
    {
        FrontEndSettings frontEnd = Settings.FrontEnd;
        float[] heard = WholeSignal.Resample(Levelled(samples), sampleRate, frontEnd.SampleRate);
        MelSpectrogram mel = new MelFrontEnd(frontEnd).Analyze(heard);
        double framesASecond = frontEnd.SampleRate / (double)frontEnd.HopLength;
        int length = Math.Min(mel.Frames, (int)(grid.WindowSeconds * framesASecond));
        float[]? all = null;
        int features = 0;
        int patch = _patchFrames ?? length;
        int patches = length / patch;
        if (patches == 0)
        {
            throw new InputException(_path, $"takes {patch} frames at once, and a window has {length}", "choose a longer window");
        }

        // One for all windows: half a megabyte each would keep the garbage collector busier than the network.
        var input = new float[patches * patch * mel.Bands];
        for (int i = 0; i < count; i++)
        {
            int first = Math.Min((int)Math.Round(i * grid.StepSeconds * framesASecond), mel.Frames - length);
            float[] embedding = Embed(mel, first, patch, input);
            features = embedding.Length;
            all ??= new float[count * features];
            embedding.CopyTo(all, i * features);
        }

        return new TrackFeatures(all ?? [], count, features);
    }

    public void Dispose() => _session.Dispose();

    private static float[] Levelled(float[] samples)
    {
        double sum = 0;
        foreach (float sample in samples)
        {
            sum += sample * (double)sample;
        }

        float gain = sum > 0 ? (float)(RmsLevel / Math.Sqrt(sum / samples.Length)) : 1;
        return Array.ConvertAll(samples, s => s * gain);
    }

    private float[] Embed(MelSpectrogram mel, int first, int patch, float[] input)
    {
        int patches = input.Length / (patch * mel.Bands);
        bool bandsFirst = Settings.Layout == TeacherLayout.BandsFirst;
        for (int k = 0; k < patches * patch; k++)
        {
            ReadOnlySpan<float> frame = mel.Frame(first + k);
            int start = k / patch * patch * mel.Bands;
            for (int band = 0; band < frame.Length; band++)
            {
                input[start + (bandsFirst ? (band * patch) + (k % patch) : ((k % patch) * mel.Bands) + band)] = frame[band];
            }
        }

        long[] shape = bandsFirst ? [patches, mel.Bands, patch] : [patches, patch, mel.Bands];
        try
        {
            using OrtValue value = OrtValue.CreateTensorValueFromMemory(input, shape);
            using var runOptions = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(runOptions, [_inputName], [value], [_outputName]);
            return MeanAndDeviation(outputs[0].GetTensorDataAsSpan<float>(), outputs[0].GetTensorTypeAndShape().Shape);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InputException(_path, $"the teacher failed while listening ({e.Message.Split('\n', 2)[0]})", "check that its front-end's settings are the right ones", e);
        }
    }

    private float[] MeanAndDeviation(ReadOnlySpan<float> output, long[] shape)
    {
        if (shape.Length is not (2 or 3))
        {
            throw new InputException(_path, $"gives [{string.Join(", ", shape)}]", OutputForm);
        }

        int patches = (int)shape[0];
        int features = (int)shape[1];
        int columns = shape.Length == 3 ? (int)shape[2] : 1;
        int moments = patches * columns;
        var embedding = new float[moments > 1 ? 2 * features : features];
        for (int f = 0; f < features; f++)
        {
            double sum = 0;
            double squares = 0;
            for (int p = 0; p < patches; p++)
            {
                foreach (float value in output.Slice(((p * features) + f) * columns, columns))
                {
                    sum += value;
                    squares += value * (double)value;
                }
            }

            double mean = sum / moments;
            if (!double.IsFinite(squares))
            {
                throw new InputException(_path, "the teacher gave a value that is no number", "check that its front-end's settings are the right ones");
            }

            embedding[f] = (float)mean;
            if (moments > 1)
            {
                embedding[features + f] = (float)Math.Sqrt(Math.Max(0, (squares / moments) - (mean * mean)));
            }
        }

        return embedding;
    }
}
