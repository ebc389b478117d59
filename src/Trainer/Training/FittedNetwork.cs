using System.Collections.Immutable;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
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
        Tensor input = tensor(windows, [positions.Length, 1, Cutter.Bands, Cutter.Frames]);
        float[] shares = functional.softmax(Network.call(input), 1).data<float>().ToArray();
        int categories = ClassOfCategory.Length;
        var result = new double[positions.Length][];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = new double[Metadata.Labels.Length];
            for (int c = 0; c < categories; c++)
            {
                result[i][ClassOfCategory[c]] += shares[(i * categories) + c];
            }
        }

        return result;
    }

    public void Dispose() => Network.Dispose();
}
