using Microsoft.ML.OnnxRuntime;

namespace RealtimeEmotion.Engine.Models;

/// <summary>
/// A trained network with its metadata, loaded and checked. Thread-safe: any number of <see cref="EmotionInference"/>
/// may run it at once, each on its own thread.
/// </summary>
public sealed class EmotionModel : IDisposable
{
    private static readonly Lock LogGate = new();

    /// <summary>The name of the network's input, <c>[batch, 1, melBands, windowFrames]</c> float32.</summary>
    public const string InputName = "mel";

    /// <summary>The name of the network's output, <c>[batch, labels]</c> float32.</summary>
    public const string OutputName = "probabilities";

    private const string NotOurs = "use a model that 'emotion train' exported";

    private EmotionModel(InferenceSession session, ModelMetadata metadata, string subject, InferenceDevice device)
    {
        Session = session;
        Metadata = metadata;
        Subject = subject;
        Device = device;
    }

    /// <summary>What the model says of itself.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>The file's name, for messages.</summary>
    public string Subject { get; }

    /// <summary>Where it runs.</summary>
    public InferenceDevice Device { get; }

    internal InferenceSession Session { get; }

    /// <summary>Loads and checks a model file.</summary>
    /// <exception cref="InputException">The file cannot be read, is not ONNX, is truncated, lacks or contradicts its
    /// metadata; or the device is not there.</exception>
    public static EmotionModel Load(string path, InferenceDevice device = InferenceDevice.Cpu)
    {
        byte[] onnx;
        try
        {
            onnx = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            string problem = e is FileNotFoundException or DirectoryNotFoundException ? "no such model file" : $"the model cannot be read ({e.Message.TrimEnd('.')})";
            throw new InputException(path, problem, "give the path of an .onnx file", e);
        }

        return Load(onnx, path, device);
    }

    /// <summary>Loads and checks a model that is already in memory.</summary>
    /// <param name="onnx">The file's bytes.</param>
    /// <param name="subject">What to call it in messages.</param>
    /// <param name="device">Where to run it.</param>
    /// <exception cref="InputException">As for <see cref="Load(string, InferenceDevice)"/>.</exception>
    public static EmotionModel Load(byte[] onnx, string subject, InferenceDevice device = InferenceDevice.Cpu)
    {
        if (onnx.Length == 0)
        {
            throw new InputException(subject, "the model file is empty", NotOurs);
        }

        using SessionOptions options = Options(device);
        InferenceSession session;
        try
        {
            session = new InferenceSession(onnx, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InputException(subject, $"not a readable ONNX model, or a truncated one ({FirstLine(e.Message)})", NotOurs, e);
        }

        try
        {
            ModelMetadata metadata = ModelMetadata.FromDictionary(session.ModelMetadata.CustomMetadataMap, subject);
            CheckShapes(session, metadata, subject);
            return new EmotionModel(session, metadata, subject, device);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Makes what one thread needs to run the network.</summary>
    public EmotionInference CreateInference() => new(this);

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();

    // ONNX Runtime's own log goes to standard error, which is the host's or the user's: what matters comes as an exception.
    private static void SilenceLog()
    {
        lock (LogGate)
        {
            if (!OrtEnv.IsCreated)
            {
                EnvironmentCreationOptions environment = new() { logId = "RealtimeEmotion", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
                OrtEnv.CreateInstanceWithOptions(ref environment);
            }
        }
    }

    private static SessionOptions Options(InferenceDevice device)
    {
        SilenceLog();
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            // A plugin shares its cores with a whole session: a waiting pool must sleep, not spin.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
            if (device == InferenceDevice.Cuda)
            {
                options.AppendExecutionProvider_CUDA(0);
            }

            return options;
        }
        catch (EntryPointNotFoundException e)
        {
            options.Dispose();
            throw new InputException("device 'cuda'", "CUDA cannot be used: this build has no support for it", "build with -p:UseCuda=true, or use the CPU", e);
        }
        catch (Exception e) when (e is OnnxRuntimeException or DllNotFoundException)
        {
            options.Dispose();
            throw new InputException("device 'cuda'", $"CUDA cannot be used ({FirstLine(e.Message)})", "install an NVIDIA driver, CUDA 13 and cuDNN 9 for a build with -p:UseCuda=true, or use the CPU", e);
        }
    }

    private static void CheckShapes(InferenceSession session, ModelMetadata metadata, string subject)
    {
        if (session.InputMetadata.Count != 1 || !session.InputMetadata.TryGetValue(InputName, out NodeMetadata? input))
        {
            throw new InputException(subject, $"the network's inputs are {Names(session.InputMetadata.Keys)}", $"expected one input named '{InputName}'");
        }

        if (!session.OutputMetadata.TryGetValue(OutputName, out NodeMetadata? output))
        {
            throw new InputException(subject, $"the network's outputs are {Names(session.OutputMetadata.Keys)}", $"expected an output named '{OutputName}'");
        }

        CheckShape(subject, "input", input, [1, 1, metadata.FrontEnd.MelBands, metadata.WindowFrames], "[1, 1, rte.melBands, rte.windowFrames]");
        CheckShape(subject, "output", output, [1, metadata.Labels.Length], "[1, number of rte.labels]");
    }

    private static void CheckShape(string subject, string which, NodeMetadata node, int[] expected, string meaning)
    {
        int[] actual = node.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR ? node.Dimensions : [];
        bool fits = node.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR && node.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float && actual.Length == expected.Length;
        for (int i = 0; fits && i < expected.Length; i++)
        {
            // −1 is a free dimension, such as the batch.
            fits = actual[i] == expected[i] || actual[i] < 0;
        }

        if (!fits)
        {
            throw new InputException(subject, $"the network's {which} is {node.ElementDataType} [{string.Join(", ", actual)}]", $"expected Float [{string.Join(", ", expected)}], that is {meaning}");
        }
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));

    private static string FirstLine(string message)
    {
        string line = message.Split('\n', 2)[0].Trim().TrimEnd('.');
        return line.Length > 160 ? line[..160] + "…" : line;
    }
}
