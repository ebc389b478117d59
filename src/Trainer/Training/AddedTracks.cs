using System.Collections.Immutable;
using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Evaluation;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>Tracks of a rare class that a fit hears once more, varied, beside the tracks themselves.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Count">How many are added, 0 or more.</param>
public sealed record AddedTracks(string Class, int Count)
{
    /// <summary>Which tracks are added to a fit: of its own training tracks only, so that nothing of a validation track is
    /// heard. Where the class has fewer than <see cref="Count"/>, they come again in another variation.</summary>
    /// <param name="dataset">The tracks.</param>
    /// <param name="training">The indices of the fit's training tracks.</param>
    /// <param name="seed">Decides which.</param>
    /// <returns>A track's index and a variation's, of <see cref="AudioVariation.Speeds"/>; none where the class has no
    /// training track.</returns>
    internal ImmutableArray<(int Track, int Variation)> Choose(LabelledDataset dataset, ImmutableArray<int> training, int seed)
    {
        int[] ofClass = [.. training.Where(t => dataset.Merge.Classes[dataset.Tracks[t].ClassIndex].Name == Class)];
        new Random(seed).Shuffle(ofClass);

        // The round moves on too, so that no pair comes twice before all have come.
        return ofClass.Length == 0
            ? []
            : [.. Enumerable.Range(0, Math.Min(Count, ofClass.Length * AudioVariation.Speeds.Length))
                .Select(i => (ofClass[i % ofClass.Length], ((i % ofClass.Length) + (i / ofClass.Length)) % AudioVariation.Speeds.Length))];
    }
}
