using System.Collections.Immutable;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Fits a network's last layer anew, by regression on what the network makes of windows, as they are and varied: a few
/// hundred tracks leave it too free otherwise. The tracks' windows are to be their votes, mixed with what the teachers would vote; those of
/// music without labels what the teachers would vote, which shows the layer far more music than has votes. Safe for several
/// threads.
/// </summary>
internal sealed class HeadFitter
{
    /// <summary>Windows that a network hears at once.</summary>
    private const int BatchSize = 64;

    // The tracks first, then the music without labels.
    private readonly StudyPiece[] _pieces;
    private readonly TrainingRecipe _recipe;
    private readonly int _tracks;
    private readonly int _judged;
    private TrackFeatures[]? _heard;

    /// <param name="recipe">How; its <see cref="TrainingRecipe.HeadPenalty"/> is given.</param>
    /// <param name="tracks">The tracks of all fits.</param>
    /// <param name="judged">How many of them, the first, are of the judged set.</param>
    /// <param name="unlabelled">Music without labels, with targets.</param>
    internal HeadFitter(TrainingRecipe recipe, IReadOnlyList<StudyPiece> tracks, int judged, IReadOnlyList<StudyPiece> unlabelled)
    {
        _recipe = recipe;
        _tracks = tracks.Count;
        _judged = judged;
        _pieces = recipe.UnlabelledWeight > 0 ? [.. tracks, .. unlabelled] : [.. tracks];
    }

    /// <summary>Hears all music once for all fits, where their networks differ in the last layer alone.</summary>
    /// <param name="network">Any of the networks.</param>
    /// <param name="cutter">Cuts the windows.</param>
    /// <param name="seed">Decides the variations.</param>
    /// <param name="threads">How many pieces to hear at once; does not change the result.</param>
    /// <param name="cancellation">Checked before every piece.</param>
    internal void Listen(EmotionNetwork network, WindowCutter cutter, int seed, int threads, CancellationToken cancellation)
    {
        var heard = new TrackFeatures[_pieces.Length];
        network.eval();
        Parallel.For(0, heard.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
        {
            set_num_threads(1);
            heard[i] = Hear(network, cutter, i, seed);
        });
        _heard = heard;
    }

    /// <summary>Fits the last layer.</summary>
    /// <param name="network">The network; the last layer changes, and nothing else.</param>
    /// <param name="cutter">Cuts the windows.</param>
    /// <param name="tracks">The tracks to learn from.</param>
    /// <param name="targetOf">What a track's windows are to be: one share a category.</param>
    /// <param name="teachers">What the teachers would vote; null where there are none.</param>
    /// <param name="seed">Decides the variations, where the music has not been heard before.</param>
    internal void Fit(EmotionNetwork network, WindowCutter cutter, ImmutableArray<int> tracks, Func<int, float[]> targetOf, ShareRegression? teachers, int seed)
    {
        using var scope = NewDisposeScope();
        network.eval();
        int[] learnt = [.. tracks, .. teachers is null ? [] : Enumerable.Range(_tracks, _pieces.Length - _tracks)];
        TrackFeatures[] features = [.. learnt.Select(i => _heard is { } heard ? heard[i] : Hear(network, cutter, i, seed))];
        float[][] shares = [.. learnt.Select(i => TargetOf(i, targetOf, teachers))];
        WindowImportance importance = WindowImportance.Of(
            _recipe,
            learnt.Zip(features).Where(p => p.First < _judged).Sum(p => (long)p.Second.Frames),
            learnt.Zip(features).Where(p => p.First >= _judged && p.First < _tracks).Sum(p => (long)p.Second.Frames),
            learnt.Zip(features).Where(p => p.First >= _tracks).Sum(p => (long)p.Second.Frames));
        int size = features[0].Bands;
        int categories = (int)network.Head.bias!.shape[0];
        ShareRegression regression = ShareRegression.Fit(
            features,
            shares,
            categories,
            _recipe.HeadPenalty!.Value,
            [.. learnt.Select(i => i < _judged ? 1 : i < _tracks ? importance.Others : importance.Unlabelled)],
            standardises: true);
        using IDisposable noGradient = no_grad();
        network.Head.weight!.copy_(tensor(regression.Weights, [size, categories]).t());
        network.Head.bias!.copy_(tensor(regression.Bias));
    }

    /// <summary>What the network makes of a piece's windows: as they are, then each variation of them.</summary>
    private TrackFeatures Hear(EmotionNetwork network, WindowCutter cutter, int index, int seed)
    {
        using IDisposable noGradient = no_grad();
        StudyPiece piece = _pieces[index];

        // Draws of its own: neither the other pieces nor the thread that hears it matter.
        var random = new Random(unchecked((seed * 1_000_003) + index));
        int[] positions = piece.Targets is { } targets
            ? [.. Enumerable.Range(0, targets.Frames).Select(w => Math.Min(w * _recipe.TeachingStepFrames, piece.Mel.Frames - cutter.Frames))]
            : cutter.Positions(piece.Mel);
        var values = new List<float>();
        for (int variation = 0; variation <= _recipe.HeadVariations; variation++)
        {
            WindowAugmentation? augmentation = variation == 0 ? null : new WindowAugmentation(_recipe.Augmentation, cutter.Bands, cutter.Frames);
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

        int windows = positions.Length * (1 + _recipe.HeadVariations);
        return new TrackFeatures([.. values], windows, values.Count / windows);
    }

    /// <summary>What a piece's windows are to be: all of them, or each of one variation.</summary>
    private float[] TargetOf(int index, Func<int, float[]> targetOf, ShareRegression? teachers)
    {
        TrackFeatures? targets = _pieces[index].Targets;
        double taught = index >= _tracks ? 1 : index < _judged && teachers is not null && targets is not null ? _recipe.TeacherShare : 0;
        float[] votes = [];
        if (taught > 0)
        {
            using var scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            votes = teachers!.Vote(tensor(targets!.Values, [targets.Frames, targets.Bands])).data<float>().ToArray();
        }

        if (taught == 1)
        {
            return votes;
        }

        float[] target = targetOf(index);
        return taught == 0 ? target : [.. votes.Select((v, i) => (float)(((1 - taught) * target[i % target.Length]) + (taught * v)))];
    }
}
