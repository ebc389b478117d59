using System.Globalization;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using RealtimeEmotion.Trainer.Torch;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Goes on with a pretrained student, in one fit: it imitates the teachers on the fit's own tracks and, as often, on the music of
/// its pretraining, so that it gains the one and does not lose the other. Of the judged set no label is seen; of the sets that are
/// only learnt from, labels are, if the recipe says so. What comes out is kept on disk. Safe for several threads, each
/// with a fit of its own.
/// </summary>
/// <param name="recipe">How long, and how.</param>
/// <param name="student">Where it begins.</param>
/// <param name="music">The music of the pretraining.</param>
/// <param name="labelled">The tracks of the sets that are only learnt from, and their shares, one a category.</param>
/// <param name="kept">Where students are kept.</param>
internal sealed class StudentAdapter(TrainingRecipe recipe, PretrainedStudent student, IReadOnlyList<StudyPiece> music, IReadOnlyList<(StudyPiece Piece, float[] Shares)> labelled, StudentCache kept)
{
    private const double AverageShare = 0.1;

    /// <summary>Steps between reports.</summary>
    private const int ReportEvery = 50;

    private bool UsesLabels => recipe.AdaptationLabelWeight > 0 && labelled.Count > 0;

    /// <summary>Trains on one thread, or takes what an earlier run left.</summary>
    /// <param name="network">The network; it begins as the student.</param>
    /// <param name="cutter">Cuts its windows.</param>
    /// <param name="own">The fit's tracks, of the judged set alone: the others are among the music of the pretraining.</param>
    /// <param name="seed">Decides windows and variations.</param>
    /// <param name="onProgress">Told of the windows heard, and of their mean loss in imitation, since it was told last.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal void Run(EmotionNetwork network, WindowCutter cutter, IReadOnlyList<StudyPiece> own, int seed, Action<int, double> onProgress, CancellationToken cancellation)
    {
        string key = KeyOf(own, seed);
        if (kept.Find(key) is var (found, foundLoss) && network.Restore(found))
        {
            onProgress(recipe.AdaptationSteps * recipe.Pretraining.BatchSize, foundLoss);
            return;
        }

        // What comes after must not know whether these steps were taken or kept.
        byte[] dropout = network.CaptureDropout();
        network.Restore(student.Weights);
        double loss = Train(network, cutter, own, seed, onProgress, cancellation);
        network.RestoreDropout(dropout);
        kept.Keep(key, network.Capture(), loss);
    }

    private double Train(EmotionNetwork network, WindowCutter cutter, IReadOnlyList<StudyPiece> own, int seed, Action<int, double> onProgress, CancellationToken cancellation)
    {
        int size = recipe.Pretraining.BatchSize;
        int steps = recipe.AdaptationSteps;
        int targetSize = own[0].Targets!.Bands;
        var random = new CountedRandom(seed);
        StudyPiece[] others = [.. labelled.Select(l => l.Piece)];
        (IReadOnlyList<StudyPiece> Pieces, WindowOrder Order)[] sources = [(own, new WindowOrder(own, random)), (music, new WindowOrder(music, random))];
        if (UsesLabels)
        {
            sources = [.. sources, sources[0], (others, new WindowOrder(others, random))];
        }

        var batch = new WindowBatch(cutter, recipe.Augmentation, size, targetSize, recipe.TeachingStepFrames, recipe.TeachingJitterFrames);
        long[] ofOthers = UsesLabels ? [.. Enumerable.Range(0, size).Where(i => i % sources.Length == sources.Length - 1).Select(i => (long)i)] : [];
        var shares = new List<float>();
        using var learner = new Learner(network, recipe, recipe.AdaptationRate, steps, AverageShare);
        double loss = 0;
        double last = double.NaN;
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            shares.Clear();
            for (int i = 0; i < size; i++)
            {
                (IReadOnlyList<StudyPiece> pieces, WindowOrder order) = sources[i % sources.Length];
                (int piece, int window) = order.Next();
                batch.Draw(i, pieces[piece], window, random);
                if (pieces == others)
                {
                    shares.AddRange(labelled[piece].Shares);
                }
            }

            double imitation = 0;
            learner.Step(() =>
            {
                Tensor pooled = network.Pool(network.Placed(batch.Inputs, size, 1, cutter.Bands, cutter.Frames));
                Tensor error = network.ImitationLoss(pooled, network.Placed(batch.Targets, size, targetSize));
                imitation = error.item<float>();
                return UsesLabels ? error.Plus(LabelLoss(network, pooled, ofOthers, shares).Times(recipe.AdaptationLabelWeight)) : error;
            });
            loss += imitation;
            if ((step + 1) % ReportEvery == 0 || step + 1 == steps)
            {
                int reported = (step % ReportEvery) + 1;
                last = loss / reported;
                onProgress(reported * size, last);
                loss = 0;
            }
        }

        learner.Finish();
        return last;
    }

    /// <summary>The mean cross-entropy of some windows to their shares.</summary>
    private static Tensor LabelLoss(EmotionNetwork network, Tensor pooled, long[] windows, List<float> shares)
    {
        Tensor output = network.Classify(pooled.index_select(0, tensor(windows, device: network.Device)));
        return EmotionNetwork.CrossEntropy(output, network.Placed([.. shares], windows.Length, output.shape[1]));
    }

    private string KeyOf(IReadOnlyList<StudyPiece> own, int seed) => kept.KeyOf([
        student.Key,
        string.Create(CultureInfo.InvariantCulture, $"{recipe.AdaptationWindows} {recipe.AdaptationRate} {(UsesLabels ? recipe.AdaptationLabelWeight : 0)} {seed}"),
        .. own.Select(p => p.Key),
        .. UsesLabels ? labelled.Select(l => string.Join(' ', l.Shares.Select(s => s.ToString(CultureInfo.InvariantCulture)).Prepend(l.Piece.Key))) : [],
    ]);
}
