using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Trains a network to make of a varied window what teachers make of the clean one, on music without labels. No track of
/// the data set is among it, so that what comes out may begin the fit of every fold.
/// </summary>
internal sealed class Pretrainer(TrainingRecipe recipe, string key, IReadOnlyList<StudyPiece> music, int imitated, ModelMetadata shape, float floor, int categories, Device device, RunCheckpoints? checkpoints)
{
    private const string CheckpointName = "pretraining";

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
        using EmotionNetwork network = EmotionNetwork.Create(recipe.Network, categories, seed, imitated, device);
        int steps = Math.Max(1, settings.Windows / settings.BatchSize);
        using var learner = new Learner(network, recipe, settings.LearningRate, steps, AverageShare);
        var random = new CountedRandom(seed);
        var order = new WindowOrder(music, random);
        double last = double.NaN;
        int first = 0;
        using (BinaryReader? kept = checkpoints?.Find(CheckpointName))
        {
            if (kept is not null)
            {
                first = kept.ReadInt32();
                last = kept.ReadDouble();
                order.Restore(kept);
                random.SkipTo(RunCheckpoints.ReadState(kept, network, learner));
            }
        }

        WindowBatch[] batches = [NewBatch(cutter, targetSize), NewBatch(cutter, targetSize)];
        Task prepared = Task.Run(() => Fill(batches[first % 2], order, random), cancellation);
        double loss = 0;
        for (int step = first; step < steps; step++)
        {
            prepared.Wait(cancellation);
            WindowBatch batch = batches[step % 2];
            WindowBatch next = batches[(step + 1) % 2];

            // What is kept is where the draws stood before the next windows were drawn, which happens beside this step.
            bool reports = (step + 1) % ReportEvery == 0 || step + 1 == steps;
            bool keeps = reports && step + 1 < steps && checkpoints?.IsDue(CheckpointName) == true;
            (long draws, byte[] place) = keeps ? (random.Draws, order.Capture()) : (0, []);

            // The draws go one after the other, whichever thread makes them: the result does not depend on timing.
            prepared = step + 1 < steps ? Task.Run(() => Fill(next, order, random), cancellation) : Task.CompletedTask;
            loss += learner.Step(() =>
            {
                Tensor x = network.Placed(batch.Inputs, settings.BatchSize, 1, cutter.Bands, cutter.Frames);
                Tensor target = network.Placed(batch.Targets, settings.BatchSize, targetSize);
                return network.ImitationLoss(network.Pool(x), target);
            });
            if (reports)
            {
                last = loss / ((step % ReportEvery) + 1);
                onProgress((step + 1) * settings.BatchSize, last);
                loss = 0;
            }

            if (keeps)
            {
                checkpoints!.Keep(CheckpointName, writer =>
                {
                    writer.Write(step + 1);
                    writer.Write(last);
                    writer.Write(place);
                    RunCheckpoints.WriteState(writer, network, learner, draws);
                });
            }
        }

        learner.Finish();
        return new PretrainedStudent(key, metadata, network.Capture(), last);
    }

    /// <summary>A student of this music and recipe from what was kept of it; null where it is not one.</summary>
    internal PretrainedStudent? Restore(float[] weights, double loss)
    {
        using EmotionNetwork network = EmotionNetwork.Create(recipe.Network, categories, 0, imitated);
        return network.Restore(weights) ? new PretrainedStudent(key, Normalised(), weights, loss) : null;
    }

    private ModelMetadata Normalised() => BandStatistics.Normalised(shape, floor, music.Select(p => p.Mel));

    private WindowBatch NewBatch(WindowCutter cutter, int targetSize) => new(
        cutter,
        recipe.Augmentation,
        recipe.Pretraining.BatchSize,
        targetSize,
        recipe.TeachingStepFrames,
        recipe.TeachingJitterFrames);

    private void Fill(WindowBatch batch, WindowOrder order, Random random)
    {
        for (int i = 0; i < recipe.Pretraining.BatchSize; i++)
        {
            (int piece, int window) = order.Next();
            batch.Draw(i, music[piece], window, random);
        }
    }
}
