using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>Predictions beside what they should have been, gathered until they are judged.</summary>
internal sealed class Predictions
{
    private readonly List<double[]> _shares = [];

    internal List<int> Labels { get; } = [];

    internal List<double[]> Probabilities { get; } = [];

    internal void Add(LabelledTrack track, double[] probabilities)
    {
        Labels.Add(track.ClassIndex);
        _shares.Add([.. track.ClassShares]);
        Probabilities.Add(probabilities);
    }

    internal static Predictions Together(IEnumerable<Predictions> parts)
    {
        var all = new Predictions();
        foreach (Predictions part in parts)
        {
            all.Labels.AddRange(part.Labels);
            all._shares.AddRange(part._shares);
            all.Probabilities.AddRange(part.Probabilities);
        }

        return all;
    }

    internal ClassificationScore Score() => ClassificationScore.Of(Labels, _shares, Probabilities);
}
