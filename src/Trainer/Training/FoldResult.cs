using System.Collections.Immutable;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Export;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>What a fit's network says of the tracks that it did not hear.</summary>
/// <param name="Held">Their indices.</param>
/// <param name="Windows">For each of them, the network's outputs window by window.</param>
/// <param name="Seconds">Where those windows begin, in seconds.</param>
/// <param name="Metadata">The model's metadata.</param>
/// <param name="Onnx">The model as a file.</param>
/// <param name="Parity">How far the file agrees with the network.</param>
internal sealed record FoldResult(ImmutableArray<int> Held, double[][][] Windows, double[][] Seconds, ModelMetadata Metadata, byte[] Onnx, ExportParity Parity);
