using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Goes on with a pretrained student, in one fit: it imitates the teachers on the fit's own tracks and, as often, on the music of
/// its pretraining, so that it gains the one and does not lose the other. No label is seen. Safe for several threads, each
/// with a fit of its own.
/// </summary>
/// <param name="recipe">How long, and how.</param>
/// <param name="music">The music of the pretraining.</param>
internal sealed class StudentAdapter(TrainingRecipe recipe, IReadOnlyList<StudyPiece> music)
{
    private const double AverageShare = 0.1;

    /// <summary>Steps between reports.</summary>
    private const int ReportEvery = 50;

    /// <summary>Trains on one thread.</summary>
    /// <param name="network">The student.</param>
    /// <param name="cutter">Cuts its windows.</param>
    /// <param name="own">The fit's tracks, of the judged set alone: the others are among the music of the pretraining.</param>
    /// <param name="seed">Decides windows and variations.</param>
    /// <param name="onProgress">Told of the windows heard, and of their mean loss, since it was told last.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal void Run(EmotionNetwork network, WindowCutter cutter, IReadOnlyList<StudyPiece> own, int seed, Action<int, double> onProgress, CancellationToken cancellation)
    {
        int size = recipe.Pretraining.BatchSize;
        int steps = recipe.AdaptationSteps;
        int targetSize = own[0].Targets!.Bands;
        var random = new CountedRandom(seed);
        (IReadOnlyList<StudyPiece> Pieces, WindowOrder Order)[] sources = [(own, new WindowOrder(own, random)), (music, new WindowOrder(music, random))];
        var batch = new WindowBatch(cutter, recipe.Augmentation, size, targetSize, recipe.TeachingStepFrames, recipe.TeachingJitterFrames);
        using var learner = new Learner(network, recipe, recipe.AdaptationRate, steps, AverageShare);
        double loss = 0;
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < size; i++)
            {
                (IReadOnlyList<StudyPiece> pieces, WindowOrder order) = sources[i % sources.Length];
                (int piece, int window) = order.Next();
                batch.Draw(i, pieces[piece], window, random);
            }

            loss += learner.Step(() => network.ImitationLoss(
                network.Pool(network.Placed(batch.Inputs, size, 1, cutter.Bands, cutter.Frames)),
                network.Placed(batch.Targets, size, targetSize)));
            if ((step + 1) % ReportEvery == 0 || step + 1 == steps)
            {
                int reported = (step % ReportEvery) + 1;
                onProgress(reported * size, loss / reported);
                loss = 0;
            }
        }

        learner.Finish();
    }
}
