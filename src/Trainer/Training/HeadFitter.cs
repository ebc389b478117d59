using System.Collections.Immutable;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Fits a network's last layer anew, by regression on what the network makes of the tracks' windows, as they are and varied: a few
/// hundred tracks leave it too free otherwise. Windows are to be their track's votes, mixed with what the teachers would vote of
/// them; at other speeds, the latter alone. Safe for several threads.
/// </summary>
/// <param name="recipe">How; its <see cref="TrainingRecipe.HeadPenalty"/> is given.</param>
/// <param name="pieces">The tracks of all fits.</param>
/// <param name="played">Of the tracks that are judged, by their index, the same at other speeds, with targets; may be empty.</param>
/// <param name="judged">How many of them, the first, are of the judged set.</param>
internal sealed class HeadFitter(TrainingRecipe recipe, IReadOnlyList<StudyPiece> pieces, ILookup<int, StudyPiece> played, int judged)
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
        TrackFeatures[] heard = [.. tracks.Select(track => Hear(network, cutter, pieces[track], recipe.HeadVariations, DrawsOf(track, seed), cancellation))];
        network.Bounds = FeatureBounds.Of(heard, recipe.FeatureTail);
        long own = tracks.Zip(heard).Where(p => p.First < judged).Sum(p => (long)p.Second.Frames);
        double others = recipe.OtherImportance(own, tracks.Zip(heard).Where(p => p.First >= judged).Sum(p => (long)p.Second.Frames));

        // The speeds vary a track already.
        StudyPiece[] atSpeeds = teachers is null || recipe.TrackSpeedsWeight == 0 ? [] : [.. tracks.SelectMany(track => played[track])];
        TrackFeatures[] heardAtSpeeds = [.. atSpeeds.Select(piece => Hear(network, cutter, piece, 0, null, cancellation))];
        double atSpeed = recipe.TrackSpeedsImportance(own, heardAtSpeeds.Sum(p => (long)p.Frames));
        TrackFeatures[] features = [.. heard, .. heardAtSpeeds];
        Array.ForEach(features, network.Bounds.Bound);
        int size = features[0].Bands;
        int categories = (int)network.Head.bias!.shape[0];
        ShareRegression regression = ShareRegression.Fit(
            features,
            [.. tracks.Select(track => TargetOf(track, targetOf, teachers)), .. atSpeeds.Select(piece => Votes(teachers!, piece.Targets!))],
            categories,
            recipe.HeadPenalty!.Value,
            [.. tracks.Select(track => track < judged ? 1 : others), .. atSpeeds.Select(_ => atSpeed)],
            standardises: true);
        using IDisposable noGradient = no_grad();
        network.Head.weight!.copy_(tensor(regression.Weights, [size, categories]).t());
        network.Head.bias!.copy_(tensor(regression.Bias));

        // Gigabytes of what the tracks were heard as, which would stay beside the next fit's until memory is short.
        heard = heardAtSpeeds = features = [];
        GC.Collect();
    }

    /// <summary>A track's own draws: the other tracks do not matter.</summary>
    private static Random DrawsOf(int track, int seed) => new(unchecked((seed * 1_000_003) + track));

    /// <summary>What the network makes of a piece's windows: as they are, then each variation of them.</summary>
    private TrackFeatures Hear(EmotionNetwork network, WindowCutter cutter, StudyPiece piece, int variations, Random? random, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using IDisposable noGradient = no_grad();
        int[] positions = piece.Targets is { } targets
            ? [.. Enumerable.Range(0, targets.Frames).Select(w => Math.Min(w * recipe.TeachingStepFrames, piece.Mel.Frames - cutter.Frames))]
            : cutter.Positions(piece.Mel);
        var values = new List<float>();
        for (int variation = 0; variation <= variations; variation++)
        {
            WindowAugmentation? augmentation = variation == 0 ? null : new WindowAugmentation(recipe.Augmentation, cutter.Bands, cutter.Frames);
            foreach (int[] batch in positions.Chunk(BatchSize))
            {
                using var scope = NewDisposeScope();
                var inputs = new float[batch.Length * cutter.Length];
                for (int w = 0; w < batch.Length; w++)
                {
                    augmentation?.Draw(random!);
                    cutter.Cut(piece.Mel, batch[w], inputs.AsSpan(w * cutter.Length, cutter.Length), augmentation);
                }

                values.AddRange(network.Pool(network.Placed(inputs, batch.Length, 1, cutter.Bands, cutter.Frames)).cpu().contiguous().data<float>().ToArray());
            }
        }

        int windows = positions.Length * (1 + variations);
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

        return [.. Votes(teachers, targets).Select((vote, i) => (float)(((1 - recipe.TeacherShare) * target[i % target.Length]) + (recipe.TeacherShare * vote)))];
    }

    /// <summary>What the teachers would vote of each window.</summary>
    private static float[] Votes(ShareRegression teachers, TrackFeatures targets)
    {
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return teachers.Vote(tensor(targets.Values, [targets.Frames, targets.Bands])).data<float>().ToArray();
    }
}
