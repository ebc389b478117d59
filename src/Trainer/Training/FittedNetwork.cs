using System.Collections.Immutable;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using RealtimeEmotion.Trainer.Torch;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>A trained network with the normalisation that it was trained with.</summary>
internal sealed class FittedNetwork(EmotionNetwork network, ModelMetadata metadata, WindowCutter cutter, ImmutableArray<int> classOfCategory) : IDisposable
{
    internal EmotionNetwork Network { get; } = network;

    internal ModelMetadata Metadata { get; } = metadata;

    internal WindowCutter Cutter { get; } = cutter;

    internal ImmutableArray<int> ClassOfCategory { get; } = classOfCategory;

    /// <summary>Class probabilities of every window of a track.</summary>
    /// <param name="track">The track.</param>
    /// <param name="windows">Receives the network's inputs, one after the other.</param>
    /// <returns>For each window, one probability a class.</returns>
    internal double[][] Predict(TrackFeatures track, out float[] windows)
        => [.. PredictCategories(track, out windows).Select(Merged)];

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
        int categories = ClassOfCategory.Length;
        return [.. Enumerable.Range(0, positions.Length).Select(i => shares[(i * categories)..((i + 1) * categories)].Select(s => (double)s).ToArray())];
    }

    private double[] Merged(double[] shares) => Merged(shares, ClassOfCategory, Metadata.Labels.Length);

    /// <summary>Adds up the network's outputs into classes.</summary>
    /// <param name="shares">One value an output.</param>
    /// <param name="classOfOutput">The class of each output.</param>
    /// <param name="classes">How many classes.</param>
    internal static double[] Merged(double[] shares, ImmutableArray<int> classOfOutput, int classes)
    {
        var merged = new double[classes];
        for (int c = 0; c < shares.Length; c++)
        {
            merged[classOfOutput[c]] += shares[c];
        }

        return merged;
    }

    /// <summary>Builds a temperature into the network: from now on it divides the logits.</summary>
    internal void SetTemperature(double temperature)
    {
        using IDisposable noGradient = no_grad();
        Network.Head.weight!.Multiply(1 / temperature);
        Network.Head.bias!.Multiply(1 / temperature);
    }

    public void Dispose() => Network.Dispose();
}
