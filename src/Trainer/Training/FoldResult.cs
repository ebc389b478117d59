using System.Collections.Immutable;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Export;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>What a fit's network says of the tracks that it did not hear, and that network.</summary>
/// <param name="Fitted">The network.</param>
/// <param name="Held">The tracks' indices.</param>
/// <param name="Windows">For each of them, the network's outputs window by window.</param>
/// <param name="Seconds">Where those windows begin, in seconds.</param>
/// <param name="Parity">How far the network's file agrees with it.</param>
internal sealed record FoldResult(FittedNetwork Fitted, ImmutableArray<int> Held, double[][][] Windows, double[][] Seconds, ExportParity Parity)
{
    /// <summary>The model's metadata.</summary>
    internal ModelMetadata Metadata => Fitted.Metadata;
}
