using System.Collections.Immutable;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Fits a network's last layer anew, by regression on what the network makes of the tracks' windows, as they are and varied: a few
/// hundred tracks leave it too free otherwise. Windows are to be their track's votes, mixed with what the teachers would vote of
/// them. Safe for several threads.
/// </summary>
/// <param name="recipe">How; its <see cref="TrainingRecipe.HeadPenalty"/> is given.</param>
/// <param name="pieces">The tracks of all fits.</param>
/// <param name="judged">How many of them, the first, are of the judged set.</param>
internal sealed class HeadFitter(TrainingRecipe recipe, IReadOnlyList<StudyPiece> pieces, int judged)
{
    /// <summary>Windows that a network hears at once.</summary>
    private const int BatchSize = 64;

    /// <summary>Fits the last layer.</summary>
    /// <param name="network">The network; the last layer and the bounds before it change, and nothing else.</param>
    /// <param name="cutter">Cuts the windows.</param>
    /// <param name="tracks">The tracks to learn from.</param>
    /// <param name="targetOf">What a track's windows are to be: one share a category.</param>
    /// <param name="teachers">What the teachers would vote; null where there are none.</param>
    /// <param name="seed">Decides the variations.</param>
    /// <param name="cancellation">Checked at every track.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal void Fit(EmotionNetwork network, WindowCutter cutter, ImmutableArray<int> tracks, Func<int, float[]> targetOf, ShareRegression? teachers, int seed, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        network.eval();
        TrackFeatures[] heard = [.. tracks.Select(track => Hear(network, cutter, track, seed, cancellation))];
        network.Bounds = FeatureBounds.Of(heard, recipe.FeatureTail);
        TrackFeatures[] features = [.. heard.Select(network.Bounds.Bounded)];
        double others = recipe.OtherImportance(
            tracks.Zip(features).Where(p => p.First < judged).Sum(p => (long)p.Second.Frames),
            tracks.Zip(features).Where(p => p.First >= judged).Sum(p => (long)p.Second.Frames));
        int size = features[0].Bands;
        int categories = (int)network.Head.bias!.shape[0];
        ShareRegression regression = ShareRegression.Fit(
            features,
            [.. tracks.Select(track => TargetOf(track, targetOf, teachers))],
            categories,
            recipe.HeadPenalty!.Value,
            [.. tracks.Select(track => track < judged ? 1 : others)],
            standardises: true);
        using IDisposable noGradient = no_grad();
        network.Head.weight!.copy_(tensor(regression.Weights, [size, categories]).t());
        network.Head.bias!.copy_(tensor(regression.Bias));
    }

    /// <summary>What the network makes of a piece's windows: as they are, then each variation of them.</summary>
    private TrackFeatures Hear(EmotionNetwork network, WindowCutter cutter, int index, int seed, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using IDisposable noGradient = no_grad();
        StudyPiece piece = pieces[index];

        // Draws of its own: the other pieces do not matter.
        var random = new Random(unchecked((seed * 1_000_003) + index));
        int[] positions = piece.Targets is { } targets
            ? [.. Enumerable.Range(0, targets.Frames).Select(w => Math.Min(w * recipe.TeachingStepFrames, piece.Mel.Frames - cutter.Frames))]
            : cutter.Positions(piece.Mel);
        var values = new List<float>();
        for (int variation = 0; variation <= recipe.HeadVariations; variation++)
        {
            WindowAugmentation? augmentation = variation == 0 ? null : new WindowAugmentation(recipe.Augmentation, cutter.Bands, cutter.Frames);
            foreach (int[] batch in positions.Chunk(BatchSize))
            {
                using var scope = NewDisposeScope();
                var inputs = new float[batch.Length * cutter.Length];
                for (int w = 0; w < batch.Length; w++)
                {
                    augmentation?.Draw(random);
                    cutter.Cut(piece.Mel, batch[w], inputs.AsSpan(w * cutter.Length, cutter.Length), augmentation);
                }

                values.AddRange(network.Pool(network.Placed(inputs, batch.Length, 1, cutter.Bands, cutter.Frames)).cpu().contiguous().data<float>().ToArray());
            }
        }

        int windows = positions.Length * (1 + recipe.HeadVariations);
        return new TrackFeatures([.. values], windows, values.Count / windows);
    }

    /// <summary>What a track's windows are to be: all of them, or each of one variation.</summary>
    private float[] TargetOf(int index, Func<int, float[]> targetOf, ShareRegression? teachers)
    {
        float[] target = targetOf(index);

        // Of the judged set alone: see TeacherShare.
        if (teachers is null || index >= judged || pieces[index].Targets is not { } targets)
        {
            return target;
        }

        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        float[] votes = teachers.Vote(tensor(targets.Values, [targets.Frames, targets.Bands])).data<float>().ToArray();
        return [.. votes.Select((vote, i) => (float)(((1 - recipe.TeacherShare) * target[i % target.Length]) + (recipe.TeacherShare * vote)))];
    }
}
