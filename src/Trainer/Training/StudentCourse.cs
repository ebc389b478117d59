using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using RealtimeEmotion.Trainer.Torch;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// A student's course: a network learns to make of varied windows what teachers make of the clean ones and, of pieces that carry
/// labels, to say these. One course at a time; any number of them side by side.
/// </summary>
/// <param name="recipe">The optimiser, the augmentation, the size of a batch and how much labels count.</param>
/// <param name="cutter">Cuts the windows.</param>
/// <param name="music">What is heard in turn, window by window; one that is named twice comes twice as often.</param>
/// <param name="windows">Windows in all; whole batches of them are heard, one or more.</param>
/// <param name="rate">The highest learning rate.</param>
/// <param name="averageShare">The share of the steps over which weights are averaged in the end, roughly.</param>
/// <param name="name">Under which an unfinished course is kept.</param>
/// <param name="checkpoints">Where; null for nowhere.</param>
/// <param name="isAlone">Whether nothing else trains meanwhile: another thread then prepares the windows to come.</param>
internal sealed class StudentCourse(TrainingRecipe recipe, WindowCutter cutter, IReadOnlyList<IReadOnlyList<StudyPiece>> music, int windows, double rate, double averageShare, string name, RunCheckpoints? checkpoints, bool isAlone)
{
    /// <summary>Steps between reports.</summary>
    private const int ReportEvery = 50;

    private readonly int _size = recipe.Pretraining.BatchSize;
    private readonly int _targetSize = music[0][0].Targets!.Bands;

    /// <summary>Trains, on as many threads as the tensor library is set to; goes on where an unfinished course was kept.</summary>
    /// <param name="network">The network, as it begins.</param>
    /// <param name="seed">Decides windows and variations.</param>
    /// <param name="onProgress">Told of the windows heard since it was told last, and of their mean loss in imitation.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <returns>The mean loss in imitation of the last steps.</returns>
    /// <exception cref="Engine.InputException">The course cannot be kept for later.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal double Run(EmotionNetwork network, int seed, Action<int, double> onProgress, CancellationToken cancellation)
    {
        int steps = Math.Max(1, windows / _size);
        var random = new CountedRandom(seed);
        IReadOnlyList<StudyPiece>[] distinct = [.. music.Distinct()];
        WindowOrder[] orders = [.. distinct.Select(pieces => new WindowOrder(pieces, random))];
        (IReadOnlyList<StudyPiece>, WindowOrder)[] turns = [.. music.Select(pieces => (pieces, orders[Array.IndexOf(distinct, pieces)]))];
        using var learner = new Learner(network, recipe, rate, steps, averageShare);
        double last = double.NaN;
        int first = 0;
        using (BinaryReader? kept = checkpoints?.Find(name))
        {
            if (kept is not null)
            {
                first = kept.ReadInt32();
                last = kept.ReadDouble();
                Array.ForEach(orders, order => order.Restore(kept));
                random.SkipTo(RunCheckpoints.ReadState(kept, network, learner));
                onProgress(first * _size, last);
            }
        }

        StudentBatch[] batches = [new(NewWindows()), new(NewWindows())];
        Task prepared = Prepared(batches[first % 2]);
        double loss = 0;
        for (int step = first; step < steps; step++)
        {
            prepared.Wait(cancellation);
            StudentBatch batch = batches[step % 2];
            StudentBatch next = batches[(step + 1) % 2];

            // What is kept is where the draws stood before the next windows were drawn, which happens beside this step.
            bool reports = (step + 1) % ReportEvery == 0 || step + 1 == steps;
            bool keeps = reports && step + 1 < steps && checkpoints?.IsDue(name) == true;
            (long draws, byte[] places) = keeps ? (random.Draws, [.. orders.SelectMany(order => order.Capture())]) : (0L, Array.Empty<byte>());

            // The draws go one after the other, whichever thread makes them: the result does not depend on timing.
            prepared = step + 1 < steps ? Prepared(next) : Task.CompletedTask;
            double imitation = 0;
            learner.Step(() => Loss(network, batch, out imitation));
            loss += imitation;
            if (reports)
            {
                int reported = (step % ReportEvery) + 1;
                last = loss / reported;
                onProgress(reported * _size, last);
                loss = 0;
            }

            if (keeps)
            {
                checkpoints!.Keep(name, writer =>
                {
                    writer.Write(step + 1);
                    writer.Write(last);
                    writer.Write(places);
                    RunCheckpoints.WriteState(writer, network, learner, draws);
                });
            }
        }

        learner.Finish();
        return last;

        Task Prepared(StudentBatch batch)
        {
            if (isAlone)
            {
                return Task.Run(() => batch.Fill(turns, random), cancellation);
            }

            batch.Fill(turns, random);
            return Task.CompletedTask;
        }
    }

    private Tensor Loss(EmotionNetwork network, StudentBatch batch, out double imitation)
    {
        Tensor pooled = network.Pool(network.Placed(batch.Windows.Inputs, _size, 1, cutter.Bands, cutter.Frames));
        Tensor error = network.ImitationLoss(pooled, network.Placed(batch.Windows.Targets, _size, _targetSize));
        imitation = error.item<float>();
        if (batch.Labelled.Count == 0)
        {
            return error;
        }

        Tensor output = network.Classify(pooled.index_select(0, tensor(batch.Labelled.ToArray(), device: network.Device)));
        Tensor labels = EmotionNetwork.CrossEntropy(output, network.Placed([.. batch.Shares], batch.Labelled.Count, output.shape[1]));
        return error.Plus(labels.Times(recipe.LabelWeight));
    }

    private WindowBatch NewWindows() => new(cutter, recipe.Augmentation, _size, _targetSize, recipe.TeachingStepFrames, recipe.TeachingJitterFrames);
}
