using System.Collections.Immutable;
using System.Text;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Engine.Tests.Models;

/// <summary>
/// A very small network in ONNX, written field by field: mean over the window, one weight and one bias a label, softmax.
/// Tests know what it answers without running it.
/// </summary>
internal static class TinyModel
{
    public static readonly float[] Weights = [2f, -1f, 0.25f, -0.5f];
    public static readonly float[] Biases = [0.1f, 0.2f, 0.3f, 0.4f];

    public static FrontEndSettings FrontEnd { get; } = new()
    {
        SampleRate = 16000,
        FftSize = 512,
        WindowLength = 512,
        HopLength = 256,
        MelBands = 24,
        HighestFrequency = 8000,
        Centering = Centering.None,
    };

    public static ModelMetadata Metadata { get; } = new()
    {
        Name = "tiny",
        Labels = ["joy", "sadness", "neutral", "anger"],
        LabelValence = [1, -1, 0.5f, -1],
        LabelArousal = [1, -1, -1, 1],
        AmbiguityMargin = 0.1f,
        FrontEnd = FrontEnd,
        WindowFrames = 125,
        LevelNormalisation = LevelNormalisation.None,
        Mean = [-40f],
        Deviation = [20f],
        Licence = "MIT",
        TrainingData = "none",
        Date = new DateOnly(2026, 1, 2),
    };

    public static byte[] Bytes() => Bytes(Metadata.ToDictionary());

    public static byte[] Bytes(ModelMetadata metadata) => Bytes(metadata.ToDictionary(), metadata.FrontEnd.MelBands, metadata.WindowFrames);

    /// <summary>The model with any metadata and any shapes, right or wrong.</summary>
    public static byte[] Bytes(IReadOnlyDictionary<string, string> metadata, int bands = 24, int frames = 125, string input = EmotionModel.InputName, string output = EmotionModel.OutputName)
    {
        int labels = Weights.Length;
        byte[] graph = Message(
            Field(1, Node("GlobalAveragePool", [input], "pooled")),
            Field(1, Node("Flatten", ["pooled"], "flat")),
            Field(1, Node("Gemm", ["flat", "weights", "biases"], "logits")),
            Field(1, Node("Softmax", ["logits"], output)),
            Field(2, "tiny"),
            Field(5, Tensor("weights", [1, labels], Weights)),
            Field(5, Tensor("biases", [labels], Biases)),
            Field(11, Value(input, [1, 1, bands, frames])),
            Field(12, Value(output, [1, labels])));
        var parts = new List<byte[]> { Varint(1, 8), Field(7, graph), Field(8, Message(Varint(2, 13))) };
        parts.AddRange(metadata.Select(pair => Field(14, Message(Field(1, pair.Key), Field(2, pair.Value)))));
        return Message([.. parts]);
    }

    /// <summary>What the network answers for a window of this mean.</summary>
    public static double[] Expected(double mean)
    {
        double[] e = [.. Weights.Zip(Biases, (w, b) => Math.Exp((w * mean) + b))];
        return [.. e.Select(v => v / e.Sum())];
    }

    private static byte[] Node(string type, string[] inputs, string output) =>
        Message([.. inputs.Select(i => Field(1, i)), Field(2, output), Field(4, type)]);

    private static byte[] Tensor(string name, int[] dimensions, float[] values) =>
        Message([.. dimensions.Select(d => Varint(1, (ulong)d)), Varint(2, 1), Field(8, name), Field(9, values.SelectMany(BitConverter.GetBytes).ToArray())]);

    private static byte[] Value(string name, int[] dimensions) =>
        Message(Field(1, name), Field(2, Message(Field(1, Message(Varint(1, 1), Field(2, Message([.. dimensions.Select(d => Field(1, Message(Varint(1, (ulong)d))))])))))));

    private static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(f => f)];

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] payload) => [.. Number(((ulong)number << 3) | 2), .. Number((ulong)payload.Length), .. payload];

    private static byte[] Varint(int number, ulong value) => [.. Number((ulong)number << 3), .. Number(value)];

    private static ImmutableArray<byte> Number(ulong value)
    {
        var bytes = ImmutableArray.CreateBuilder<byte>();
        while (value >= 0x80)
        {
            bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        bytes.Add((byte)value);
        return bytes.ToImmutable();
    }
}
