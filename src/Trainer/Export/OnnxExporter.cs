using System.Runtime.InteropServices;
using Google.Protobuf;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Export.Onnx;
using RealtimeEmotion.Trainer.Networks;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Export;

/// <summary>
/// Writes a trained network as ONNX: the convolutions with their normalisations folded in, the pooling over bands and
/// time, the features' bounds, the linear layer, softmax over the categories and their merge into the classes (<see cref="OutputMerge"/>), and the model's metadata.
/// </summary>
/// <remarks>Operator set 17, IR version 8. Operators used: Cast, Conv, Relu, MaxPool, ReduceMean, Sub, Mul, Add, Sqrt,
/// Concat, Max, Min, Gemm, Softmax, Pow, MatMul, ReduceSum, Div, each as the ONNX specification defines it.</remarks>
internal static class OnnxExporter
{
    private const int OperatorSet = 17;
    private const int IrVersion = 8;
    private const int Float = 1;
    private const int Int64 = 7;
    private const int Float16 = 10;

    /// <summary>The file's bytes.</summary>
    /// <param name="network">The network; its running statistics become part of the convolutions.</param>
    /// <param name="merge">How the network's categories are merged into classes.</param>
    /// <param name="metadata">What the model says of itself.</param>
    /// <param name="provenance">More key-value pairs for the file's metadata, beside the model's own.</param>
    internal static byte[] Export(EmotionNetwork network, OutputMerge merge, ModelMetadata metadata, IReadOnlyDictionary<string, string> provenance)
    {
        using IDisposable noGradient = no_grad();
        var graph = new GraphProto { Name = "emotion" };
        graph.Input.Add(Value(EmotionModel.InputName, [null, 1, metadata.FrontEnd.MelBands, metadata.WindowFrames], "log-mel window: bands by frames, newest frame last, levelled and standardised"));
        graph.Output.Add(Value(EmotionModel.OutputName, [null, metadata.Labels.Length], "one probability a class, in the order of rte.labels"));

        string[] heard = [.. network.Trunks.SelectMany((trunk, i) => AddTrunk(graph, trunk, network.Settings, network.Trunks.Count == 1 ? string.Empty : $"trunk{i + 1}."))];
        string features = Add(graph, "Concat", "features", heard, Int("axis", 1));
        if (network.Bounds is { } bounds)
        {
            string raisedFeatures = Add(graph, "Max", "features.atLeast", [features, Tensor(graph, "features.lowest", [bounds.Lowest.Length], bounds.Lowest)]);
            features = Add(graph, "Min", "features.bounded", [raisedFeatures, Tensor(graph, "features.highest", [bounds.Highest.Length], bounds.Highest)]);
        }

        int categories = merge.Outputs;
        string logits = Add(
            graph,
            "Gemm",
            "logits",
            [features, Tensor(graph, "head.weight", network.Head.weight.shape, Floats(network.Head.weight)), Tensor(graph, "head.bias", [categories], Floats(network.Head.bias!))],
            Int("transB", 1));
        string shares = Add(graph, "Softmax", "shares", [logits], Int("axis", 1));
        var membership = new float[categories * merge.Classes];
        for (int c = 0; c < categories; c++)
        {
            membership[(c * merge.Classes) + merge.ClassOfOutput[c]] = 1;
        }

        string powers = Add(graph, "Pow", "powers", [shares, Tensor(graph, "merge.norm", [], [(float)merge.Norm])]);
        string sums = Add(graph, "MatMul", "sums", [powers, Tensor(graph, "merge.classes", [categories, merge.Classes], membership)]);
        string norms = Add(graph, "Pow", "norms", [sums, Tensor(graph, "merge.root", [], [(float)(1 / merge.Norm)])]);
        string whole = Add(graph, "ReduceSum", "whole", [norms, WholeNumbers(graph, "merge.axis", [1])], Int("keepdims", 1));
        Add(graph, "Div", EmotionModel.OutputName, [norms, whole]);

        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "RealtimeEmotion.Trainer",
            ProducerVersion = typeof(OnnxExporter).Assembly.GetName().Version?.ToString(3) ?? string.Empty,
            ModelVersion = 1,
            DocString = $"{metadata.Name}. {metadata.TrainingData} Licence: {metadata.Licence}.",
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        foreach ((string key, string value) in metadata.ToDictionary().Concat(provenance))
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return model.ToByteArray();
    }

    /// <summary>Adds a trunk; its mean and its deviation over time come back.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="trunk">The trunk.</param>
    /// <param name="settings">Its shape.</param>
    /// <param name="prefix">Before the names of all that is its own.</param>
    private static string[] AddTrunk(GraphProto graph, EmotionTrunk trunk, NetworkSettings settings, string prefix)
    {
        string x = EmotionModel.InputName;
        for (int i = 0; i < settings.Convolutions.Length; i++)
        {
            x = AddConvolution(graph, trunk, settings.Convolutions[i], i, prefix, x);
        }

        string overBands = Add(graph, "ReduceMean", prefix + "overBands", [x], Ints("axes", 2), Int("keepdims", 0));
        string mean = Add(graph, "ReduceMean", prefix + "mean", [overBands], Ints("axes", 2), Int("keepdims", 1));
        string distance = Add(graph, "Sub", prefix + "distance", [overBands, mean]);
        string square = Add(graph, "Mul", prefix + "square", [distance, distance]);
        string variance = Add(graph, "ReduceMean", prefix + "variance", [square], Ints("axes", 2), Int("keepdims", 0));
        string raised = Add(graph, "Add", prefix + "raised", [variance, Tensor(graph, prefix + "varianceFloor", [], [(float)EmotionNetwork.VarianceFloor])]);
        string deviation = Add(graph, "Sqrt", prefix + "deviation", [raised]);
        string flatMean = Add(graph, "ReduceMean", prefix + "flatMean", [overBands], Ints("axes", 2), Int("keepdims", 0));
        return [flatMean, deviation];
    }

    private static string AddConvolution(GraphProto graph, EmotionTrunk trunk, ConvolutionSettings settings, int index, string prefix, string input)
    {
        // In evaluation, a normalisation is a part of the kernel before it.
        (Tensor kernel, Tensor bias) = trunk.Folded(index);
        string name = $"{prefix}conv{index + 1}";
        int pad = settings.Kernel / 2;
        string x = Add(
            graph,
            "Conv",
            name,
            [input, Kernel(graph, name + ".weight", kernel.shape, Floats(kernel)), Tensor(graph, name + ".bias", bias.shape, Floats(bias))],
            Ints("kernel_shape", settings.Kernel, settings.Kernel),
            Ints("strides", settings.Stride, settings.Stride),
            Ints("pads", pad, pad, pad, pad));
        x = Add(graph, "Relu", $"{prefix}relu{index + 1}", [x]);
        return settings.PoolBands > 1 || settings.PoolFrames > 1
            ? Add(graph, "MaxPool", $"{prefix}pool{index + 1}", [x], Ints("kernel_shape", settings.PoolBands, settings.PoolFrames), Ints("strides", settings.PoolBands, settings.PoolFrames))
            : x;
    }

    /// <summary>Adds a node that has one output of its own name.</summary>
    private static string Add(GraphProto graph, string operation, string output, string[] inputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = operation, Name = output };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
        return output;
    }

    /// <summary>Adds a kernel: in half precision, with a cast behind it, where that loses nothing of it. Players fold the cast when they load the file.</summary>
    private static string Kernel(GraphProto graph, string name, ReadOnlySpan<long> shape, float[] values)
    {
        Half[] halves = [.. values.Select(value => (Half)value)];
        if (!halves.Zip(values).All(pair => (float)pair.First == pair.Second))
        {
            return Tensor(graph, name, shape, values);
        }

        Store(graph, name + ".half", Float16, shape, MemoryMarshal.AsBytes(halves.AsSpan()));
        return Add(graph, "Cast", name, [name + ".half"], Int("to", Float));
    }

    private static string Tensor(GraphProto graph, string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values)
        => Store(graph, name, Float, shape, MemoryMarshal.AsBytes(values));

    private static string Store(GraphProto graph, string name, int type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> values)
    {
        // ONNX stores raw data in little-endian order, which every system that .NET and libtorch share has.
        var tensor = new TensorProto { Name = name, DataType = type, RawData = ByteString.CopyFrom(values) };
        foreach (long length in shape)
        {
            tensor.Dims.Add(length);
        }

        graph.Initializer.Add(tensor);
        return name;
    }

    private static string WholeNumbers(GraphProto graph, string name, ReadOnlySpan<long> values)
        => Store(graph, name, Int64, [values.Length], MemoryMarshal.AsBytes(values));

    private static ValueInfoProto Value(string name, ReadOnlySpan<int?> shape, string meaning)
    {
        var type = new TensorTypeProto { ElemType = Float, Shape = new ShapeProto() };
        foreach (int? length in shape)
        {
            type.Shape.Dim.Add(length is { } known ? new DimensionProto { DimValue = known } : new DimensionProto { DimParam = "batch" });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type }, DocString = meaning };
    }

    private static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = AttributeType.Int };

    private static AttributeProto Ints(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private static float[] Floats(Tensor tensor) => tensor.to(float32).cpu().contiguous().data<float>().ToArray();
}
