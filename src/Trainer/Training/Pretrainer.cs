using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Trains a network to make of a varied window what teachers make of the clean one, on music without labels. No track of
/// the data set is among it, so that what comes out may begin the fit of every fold.
/// </summary>
internal sealed class Pretrainer(TrainingRecipe recipe, IReadOnlyList<StudyPiece> music, ModelMetadata shape, float floor, int categories)
{
    private const double AverageShare = 0.05;

    /// <summary>Steps between reports.</summary>
    private const int ReportEvery = 50;

    /// <summary>Trains on one thread, while another prepares the windows to come.</summary>
    /// <param name="seed">Decides weights, windows and variations.</param>
    /// <param name="onProgress">Told of the windows heard so far and the mean loss since it was told last.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal PretrainedStudent Run(int seed, Action<int, double> onProgress, CancellationToken cancellation)
    {
        PretrainingSettings settings = recipe.Pretraining;
        ModelMetadata metadata = Normalised();
        var cutter = new WindowCutter(metadata, floor);
        int targetSize = music[0].Targets!.Bands;
        using EmotionNetwork network = EmotionNetwork.Create(recipe.Network, categories, seed, targetSize);
        int steps = Math.Max(1, settings.Windows / settings.BatchSize);
        using var learner = new Learner(network, settings.LearningRate, recipe.WeightDecay, steps, AverageShare);
        var random = new Random(seed);
        IEnumerator<(int Piece, int Window)> order = Order(random).GetEnumerator();
        WindowBatch[] batches = [NewBatch(cutter, targetSize), NewBatch(cutter, targetSize)];
        Task prepared = Task.Run(() => Fill(batches[0], order, random), cancellation);
        double loss = 0;
        double last = double.NaN;
        for (int step = 0; step < steps; step++)
        {
            prepared.Wait(cancellation);
            WindowBatch batch = batches[step % 2];
            WindowBatch next = batches[(step + 1) % 2];

            // The draws go one after the other, whichever thread makes them: the result does not depend on timing.
            prepared = step + 1 < steps ? Task.Run(() => Fill(next, order, random), cancellation) : Task.CompletedTask;
            loss += learner.Step(() =>
            {
                Tensor x = tensor(batch.Inputs, [settings.BatchSize, 1, cutter.Bands, cutter.Frames]);
                Tensor target = tensor(batch.Targets, [settings.BatchSize, targetSize]);
                return (network.Imitate(network.Pool(x)) - target).square().mean();
            });
            if ((step + 1) % ReportEvery == 0 || step + 1 == steps)
            {
                last = loss / ((step % ReportEvery) + 1);
                onProgress((step + 1) * settings.BatchSize, last);
                loss = 0;
            }
        }

        learner.Finish();
        return new PretrainedStudent(metadata, network.Capture(), last);
    }

    /// <summary>A student as one row of numbers, to be kept.</summary>
    internal static float[] Stored(PretrainedStudent student) => [(float)student.Loss, .. student.Weights];

    /// <summary>What <see cref="Stored"/> gave of this music and recipe; null where it is not.</summary>
    internal PretrainedStudent? Restore(float[] stored)
    {
        using EmotionNetwork network = EmotionNetwork.Create(recipe.Network, categories, 0, music[0].Targets!.Bands);
        float[] weights = stored[1..];
        return network.Restore(weights) ? new PretrainedStudent(Normalised(), weights, stored[0]) : null;
    }

    private ModelMetadata Normalised() => BandStatistics.Normalised(shape, floor, music.Select(p => p.Mel));

    private WindowBatch NewBatch(WindowCutter cutter, int targetSize) => new(
        cutter,
        recipe.Augmentation,
        recipe.Pretraining.BatchSize,
        targetSize,
        recipe.TeachingStepFrames,
        recipe.TeachingJitterFrames);

    private void Fill(WindowBatch batch, IEnumerator<(int Piece, int Window)> order, Random random)
    {
        for (int i = 0; i < recipe.Pretraining.BatchSize; i++)
        {
            order.MoveNext();
            batch.Draw(i, music[order.Current.Piece], order.Current.Window, random);
        }
    }

    /// <summary>Every window once, at random, before any comes again; without end.</summary>
    private IEnumerable<(int Piece, int Window)> Order(Random random)
    {
        (int, int)[] all = [.. music.SelectMany((piece, p) => Enumerable.Range(0, piece.Targets!.Frames).Select(w => (p, w)))];
        while (true)
        {
            random.Shuffle(all);
            foreach ((int, int) window in all)
            {
                yield return window;
            }
        }
    }
}
