using System.Text.Json;
using Google.Protobuf;
using RealtimeEmotion.Trainer.Export.Onnx;

namespace RealtimeEmotion.Trainer.Tests.Teachers;

/// <summary>Teachers so simple that their answers are known: they repeat their input.</summary>
internal static class TestTeacher
{
    public const int Bands = 12;

    /// <summary>Writes a teacher <c>[batch, bands, frames]</c> whose features are the bands themselves.</summary>
    public static string WriteBandsFirst(string path, string operation = "Identity", string layout = "bandsFirst")
        => Write(path, layout, operation, [null, Bands, null], [null, Bands, null]);

    /// <summary>Writes a teacher <c>[batch, patch, bands]</c> whose features are the mean over a patch of each band.</summary>
    public static string WritePatches(string path, int patch)
        => Write(path, "framesFirst", "ReduceMean", [null, patch, Bands], [null, Bands], null, Axes(1));

    /// <summary>Writes a network of any form with a teacher's settings beside it.</summary>
    public static string WriteShape(string path, int?[] input, int?[] output, string operation = "Identity", int? outputType = null)
        => Write(path, "bandsFirst", operation, input, output, outputType);

    public static string WriteSettings(string onnxPath, string layout, params (string Field, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>();
        foreach ((string key, string value) in TestModels.Metadata(Bands, 10).ToDictionary())
        {
            fields[key["rte.".Length..]] = value;
        }

        fields["layout"] = layout;
        foreach ((string field, string value) in changes)
        {
            fields[field] = value;
        }

        string path = Path.ChangeExtension(onnxPath, null) + ".frontend.json";
        File.WriteAllText(path, JsonSerializer.Serialize(fields));
        return path;
    }

    private static string Write(string path, string layout, string operation, int?[] input, int?[] output, int? outputType = null, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = operation, Name = "out" };
        node.Input.Add("x");
        node.Output.Add("out");
        node.Attribute.AddRange(attributes);
        var graph = new GraphProto { Name = "teacher" };
        graph.Node.Add(node);
        graph.Input.Add(Value("x", input));
        graph.Output.Add(Value("out", output, outputType));
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        File.WriteAllBytes(path, model.ToByteArray());
        WriteSettings(path, layout);
        return path;
    }

    private static AttributeProto[] Axes(long axis)
    {
        var axes = new AttributeProto { Name = "axes", Type = AttributeType.Ints };
        axes.Ints.Add(axis);
        return [axes, new AttributeProto { Name = "keepdims", I = 0, Type = AttributeType.Int }];
    }

    private static ValueInfoProto Value(string name, int?[] shape, int? elementType = null)
    {
        var type = new TensorTypeProto { ElemType = elementType ?? 1, Shape = new ShapeProto() };
        foreach (int? length in shape)
        {
            type.Shape.Dim.Add(length is { } known ? new DimensionProto { DimValue = known } : new DimensionProto { DimParam = "any" });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }
}
