using System.Globalization;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Goes on with a pretrained student, in one fit: a <see cref="StudentCourse"/> on the fit's own tracks and, as often, on the music of
/// its pretraining, so that it gains the one and does not lose the other. Of the judged set no label is seen. Several such courses, which
/// differ in their windows and variations, are averaged weight by weight. What comes out is kept on disk. Safe for several threads, each with a fit of its own.
/// </summary>
/// <param name="recipe">How long, and how.</param>
/// <param name="student">Where it begins.</param>
/// <param name="index">Which of the model's students it is, from 0 on.</param>
/// <param name="music">The music of the pretraining.</param>
/// <param name="kept">Where students are kept.</param>
/// <param name="checkpoints">Where an unfinished course is kept; null for nowhere.</param>
internal sealed class StudentAdapter(TrainingRecipe recipe, PretrainedStudent student, int index, IReadOnlyList<StudyPiece> music, StudentCache kept, RunCheckpoints? checkpoints)
{
    private const double AverageShare = 0.1;

    // Fits have seeds that follow each other: no run of one has that of another.
    internal const int SeedStep = 1_000_003;

    private readonly StudyPiece[] _labelled = [.. music.Where(p => p.Shares is not null)];

    /// <summary>Trains on one thread, or takes what an earlier run left.</summary>
    /// <param name="name">The fit's name.</param>
    /// <param name="network">The network; it begins as the student.</param>
    /// <param name="cutter">Cuts its windows.</param>
    /// <param name="own">The fit's tracks, as they are and at other speeds, of the judged set alone: the others are among the music of the pretraining.</param>
    /// <param name="seed">Decides windows and variations.</param>
    /// <param name="onProgress">Told of the windows heard since it was told last, and of their mean loss in imitation.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal void Run(string name, EmotionNetwork network, WindowCutter cutter, IReadOnlyList<StudyPiece> own, int seed, Action<int, double> onProgress, CancellationToken cancellation)
    {
        // Neither the next run nor what comes after must know whether these steps were taken or kept.
        string called = index == 0 ? name : $"{name} student {index + 1}";
        byte[] dropout = network.CaptureDropout();
        var sum = new double[student.Weights.Length];
        for (int run = 0; run < recipe.AdaptationRuns; run++)
        {
            float[] adapted = Adapted(run == 0 ? called : $"{called} run {run + 1}", network, cutter, own, seed + (((index * recipe.AdaptationRuns) + run) * SeedStep), onProgress, cancellation);
            network.RestoreDropout(dropout);
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += adapted[i];
            }
        }

        network.Restore([.. sum.Select(value => (float)(value / recipe.AdaptationRuns))]);
    }

    private float[] Adapted(string name, EmotionNetwork network, WindowCutter cutter, IReadOnlyList<StudyPiece> own, int seed, Action<int, double> onProgress, CancellationToken cancellation)
    {
        string key = kept.KeyOf([
            student.Key,
            string.Create(CultureInfo.InvariantCulture, $"{recipe.AdaptationWindows} {recipe.AdaptationRate} {seed}"),
            .. own.Select(p => p.Key),
        ]);
        if (kept.Find(key) is var (found, foundLoss) && network.Restore(found))
        {
            onProgress(recipe.AdaptationSteps * recipe.Pretraining.BatchSize, foundLoss);
            return found;
        }

        network.Restore(student.Weights);

        // Labels are few beside the music: a turn of their own.
        IReadOnlyList<IReadOnlyList<StudyPiece>> turns = _labelled.Length > 0 ? [own, music, own, _labelled] : [own, music];
        var course = new StudentCourse(recipe, cutter, turns, recipe.AdaptationWindows, recipe.AdaptationRate, AverageShare, $"{name} adaptation", checkpoints, isAlone: false);
        double loss = course.Run(network, seed, onProgress, cancellation);
        float[] weights = network.Capture();
        kept.Keep(key, weights, loss);
        return weights;
    }
}
