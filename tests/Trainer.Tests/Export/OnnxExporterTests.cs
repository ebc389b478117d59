using System.Collections.Immutable;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Export;
using RealtimeEmotion.Trainer.Export.Onnx;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using RealtimeEmotion.Trainer.Torch;
using RealtimeEmotion.Trainer.Training;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Tests.Export;

public sealed class OnnxExporterTests
{
    private const int Bands = 24;
    private const int Frames = 37;
    private static readonly OutputMerge Merge = new([0, 2, 1, 1, 0], 3, 2);

    public OnnxExporterTests() => TorchLibrary.Load();

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(3, 3.5, 3)]
    public void An_exported_network_computes_what_the_trained_one_does(int seed, double norm, int trunks)
    {
        using FittedNetwork fitted = RandomNetwork(seed, Merge with { Norm = norm }, trunks);
        AssertParity(fitted, seed);

        // Bounds that most windows reach on some side.
        TrackFeatures bounds = Features(fitted, RandomTrack(seed));
        double[][] free = fitted.Predict(RandomTrack(seed), out _);
        fitted.Network.Bounds = FeatureBounds.Of([bounds], 0.25);
        Assert.NotEqual(free, fitted.Predict(RandomTrack(seed), out _));
        AssertParity(fitted, seed);
    }

    private static TrackFeatures Features(FittedNetwork fitted, TrackFeatures track)
    {
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        fitted.Predict(track, out float[] inputs);
        int windows = inputs.Length / (Bands * Frames);
        float[] pooled = fitted.Network.Pool(fitted.Network.Placed(inputs, windows, 1, Bands, Frames)).contiguous().data<float>().ToArray();
        return new TrackFeatures(pooled, windows, pooled.Length / windows);
    }

    private static void AssertParity(FittedNetwork fitted, int seed)
    {
        byte[] onnx = Export(fitted);
        using var comparison = new ExportComparison(onnx, "test");
        TrackFeatures track = RandomTrack(seed);
        double[][] expected = fitted.Predict(track, out float[] inputs);
        Assert.All(expected, p => Assert.Equal(1, p.Sum(), 5));
        Assert.True(expected.Max(p => p[0]) - expected.Min(p => p[0]) > 1e-4, "The network answers the same to everything, so that nothing is compared.");
        ExportParity parity = comparison.Compare(inputs, expected);
        Assert.Equal(expected.Length, parity.Windows);
        Assert.InRange(parity.Largest, 0, TrainingRun.ParityTolerance);
    }

    [Fact]
    public void A_model_that_computes_something_else_is_refused()
    {
        using FittedNetwork fitted = RandomNetwork(1);
        using FittedNetwork other = RandomNetwork(2);
        using var comparison = new ExportComparison(Export(other), "other.onnx");
        double[][] expected = fitted.Predict(RandomTrack(1), out float[] inputs);
        InputException error = Assert.Throws<InputException>(() => comparison.Compare(inputs, expected));
        Assert.Equal("other.onnx", error.Subject);
        expected[0][0] = double.NaN;
        Assert.Throws<InputException>(() => comparison.Compare(inputs, expected));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_file_states_its_operator_set_and_carries_its_metadata(int trunks)
    {
        using FittedNetwork fitted = RandomNetwork(1, trunks: trunks);
        byte[] onnx = OnnxExporter.Export(fitted.Network, fitted.Merge, fitted.Metadata, new Dictionary<string, string> { ["rte.training.seed"] = "7" });
        ModelProto model = ModelProto.Parser.ParseFrom(onnx);
        OperatorSetIdProto operators = Assert.Single(model.OpsetImport);
        Assert.Equal(17, operators.Version);
        Assert.Empty(operators.Domain);
        Assert.Equal(8, model.IrVersion);
        Assert.Contains(model.MetadataProps, p => p.Key == "rte.training.seed" && p.Value == "7");

        // Every name is made before it is used, and made once.
        var known = model.Graph.Initializer.Select(t => t.Name).Append(EmotionModel.InputName).ToHashSet();
        foreach (NodeProto node in model.Graph.Node)
        {
            Assert.All(node.Input, name => Assert.Contains(name, known));
            Assert.All(node.Output, name => Assert.True(known.Add(name)));
        }

        Assert.Contains(EmotionModel.OutputName, known);
        using EmotionModel loaded = EmotionModel.Load(onnx, "test");
        Assert.Equal(fitted.Metadata.ToDictionary(), loaded.Metadata.ToDictionary());
    }

    [Fact]
    public void Kernels_that_are_halves_take_half_the_bytes_and_lose_nothing()
    {
        using FittedNetwork fitted = RandomNetwork(1, trunks: 2, halfKernels: true);
        TrackFeatures track = RandomTrack(3);
        double[][] before = fitted.Predict(track, out _);
        int bytesBefore = Export(fitted).Length;
        fitted.Network.FinishTrunks();
        double[][] after = fitted.Predict(track, out float[] inputs);
        byte[] onnx = Export(fitted);
        ModelProto model = ModelProto.Parser.ParseFrom(onnx);
        TensorProto[] kernels = [.. model.Graph.Initializer.Where(t => t.Name.EndsWith(".weight.half", StringComparison.Ordinal))];
        Assert.Equal(8, kernels.Length);
        Assert.All(kernels, kernel => Assert.Equal((10, 2 * kernel.Dims.Aggregate(1L, (a, b) => a * b)), (kernel.DataType, kernel.RawData.Length)));
        Assert.InRange(bytesBefore - onnx.Length, kernels.Sum(k => k.RawData.Length) - (200 * kernels.Length), kernels.Sum(k => k.RawData.Length));
        using var comparison = new ExportComparison(onnx, "halves.onnx");
        Assert.InRange(comparison.Compare(inputs, after).Largest, 0, TrainingRun.ParityTolerance);

        // They are other kernels than before, by as little as rounding to eleven bits makes.
        double[] differences = [.. before.Zip(after).SelectMany(pair => pair.First.Zip(pair.Second, (a, b) => Math.Abs(a - b)))];
        Assert.InRange(differences.Max(), 1e-7, 0.01);

        // Once is all: what is rounded stays as it is.
        fitted.Network.FinishTrunks();
        Assert.Equal(onnx, Export(fitted));
    }

    [Fact]
    public void Kernels_are_rounded_only_where_it_is_asked_for()
    {
        using FittedNetwork fitted = RandomNetwork(1);
        byte[] before = Export(fitted);
        fitted.Network.FinishTrunks();
        Assert.Equal(before, Export(fitted));
        Assert.DoesNotContain(ModelProto.Parser.ParseFrom(before).Graph.Node, node => node.OpType == "Cast");
    }

    private static byte[] Export(FittedNetwork fitted) => OnnxExporter.Export(fitted.Network, fitted.Merge, fitted.Metadata, ImmutableDictionary<string, string>.Empty);

    /// <summary>A network whose weights and running statistics are all far from their defaults.</summary>
    private static FittedNetwork RandomNetwork(int seed, OutputMerge? merge = null, int trunks = 1, bool halfKernels = false)
    {
        var settings = new NetworkSettings { Convolutions = [new(4, 5, 2, 1, 2), new(6, 3, 1, 2, 2), new(5, 1, 1, 1, 1), new(7, 3, 1, 1, 1)], Trunks = trunks, HalfKernels = halfKernels };
        EmotionNetwork network = EmotionNetwork.Create(settings, Merge.Outputs, seed);
        using (no_grad())
        {
            foreach (var normalisation in network.Trunks.SelectMany(trunk => settings.Convolutions.Select((_, i) => trunk.Layer(i).Normalisation)))
            {
                normalisation.running_mean!.normal_(0, 0.5);
                normalisation.running_var!.uniform_(0.2, 3);
                normalisation.weight!.uniform_(0.5, 2);
                normalisation.bias!.normal_(0, 0.5);
            }
        }

        ModelMetadata metadata = TestModels.Metadata(Bands, Frames);
        return new FittedNetwork(network, metadata, new WindowCutter(metadata, -70), merge ?? Merge);
    }

    private static TrackFeatures RandomTrack(int seed)
    {
        var random = new Random(seed);
        const int Length = 8 * Frames;
        return new TrackFeatures([.. Enumerable.Range(0, Bands * Length).Select(i => (float)((random.NextDouble() * 20) - 30 + (i / (double)(Bands * Frames))))], Length, Bands);
    }
}
