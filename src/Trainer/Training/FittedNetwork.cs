using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using RealtimeEmotion.Trainer.Torch;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>A trained network with the normalisation that it was trained with.</summary>
internal sealed class FittedNetwork(EmotionNetwork network, ModelMetadata metadata, WindowCutter cutter, OutputMerge merge) : IDisposable
{
    internal EmotionNetwork Network { get; } = network;

    internal ModelMetadata Metadata { get; } = metadata;

    internal WindowCutter Cutter { get; } = cutter;

    internal OutputMerge Merge { get; } = merge;

    /// <summary>Class probabilities of every window of a track.</summary>
    /// <param name="track">The track.</param>
    /// <param name="windows">Receives the network's inputs, one after the other.</param>
    /// <returns>For each window, one probability a class.</returns>
    internal double[][] Predict(TrackFeatures track, out float[] windows)
        => [.. PredictCategories(track, out windows).Select(Merge.Merged)];

    /// <summary>The network's own outputs for every window of a track, before they are merged into classes.</summary>
    /// <inheritdoc cref="Predict"/>
    internal double[][] PredictCategories(TrackFeatures track, out float[] windows)
    {
        int[] positions = Cutter.Positions(track);
        windows = new float[positions.Length * Cutter.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            Cutter.Cut(track, positions[i], windows.AsSpan(i * Cutter.Length, Cutter.Length));
        }

        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Network.eval();
        Tensor input = Network.Placed(windows, positions.Length, 1, Cutter.Bands, Cutter.Frames);
        float[] shares = functional.softmax(Network.call(input), 1).cpu().data<float>().ToArray();
        int categories = Merge.Outputs;
        return [.. Enumerable.Range(0, positions.Length).Select(i => shares[(i * categories)..((i + 1) * categories)].Select(s => (double)s).ToArray())];
    }

    /// <summary>What the logits are divided by, above 0; a part of the last layer's weights. 1 as it was trained.</summary>
    internal double Temperature
    {
        get;
        set
        {
            using IDisposable noGradient = no_grad();
            Network.Head.weight!.Multiply(field / value);
            Network.Head.bias!.Multiply(field / value);
            field = value;
        }
    } = 1;

    public void Dispose() => Network.Dispose();
}
