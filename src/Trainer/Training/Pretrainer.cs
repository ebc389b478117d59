using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Trainer.Features;
using RealtimeEmotion.Trainer.Networks;
using static TorchSharp.torch;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>
/// Gives the student that every fit may begin with: a <see cref="StudentCourse"/> on music of which no track is in the data set that is
/// judged.
/// </summary>
/// <param name="recipe">Of one student.</param>
/// <param name="name">Under which an unfinished course is kept.</param>
/// <param name="key">Stands for everything that decides what comes out.</param>
/// <param name="music">What is heard, with targets.</param>
/// <param name="imitated">How many of a target's values are predicted.</param>
/// <param name="shape">The model's metadata, all but the normalisation.</param>
/// <param name="floor">The front-end's value for silence.</param>
/// <param name="categories">What a label is one of.</param>
/// <param name="device">Where it computes.</param>
/// <param name="checkpoints">Where an unfinished course is kept; null for nowhere.</param>
internal sealed class Pretrainer(TrainingRecipe recipe, string name, string key, IReadOnlyList<StudyPiece> music, int imitated, ModelMetadata shape, float floor, int categories, Device device, RunCheckpoints? checkpoints)
{
    /// <summary>Threads within one step. Into how many parts a sum is cut decides its last digits: the number is the same on every machine,
    /// however many threads a run has.</summary>
    internal const int TensorThreads = 2;

    private const double AverageShare = 0.05;

    /// <summary>Trains.</summary>
    /// <param name="seed">Decides weights, windows and variations.</param>
    /// <param name="onProgress">Told of the windows heard since it was told last, and of their mean loss in imitation.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal PretrainedStudent Run(int seed, Action<int, double> onProgress, CancellationToken cancellation)
    {
        PretrainingSettings settings = recipe.Pretraining;
        ModelMetadata metadata = Normalised();
        using EmotionNetwork network = EmotionNetwork.Create(recipe.Network, categories, seed, imitated, device);
        var course = new StudentCourse(recipe, new WindowCutter(metadata, floor), [music], settings.Windows, settings.LearningRate, AverageShare, name, checkpoints, isAlone: true);
        set_num_threads(TensorThreads);
        double loss;
        try
        {
            loss = course.Run(network, seed, onProgress, cancellation);
        }
        finally
        {
            set_num_threads(1);
        }

        return new PretrainedStudent(key, metadata, network.Capture(), loss);
    }

    /// <summary>A student of this music and recipe from what was kept of it; null where it is not one.</summary>
    internal PretrainedStudent? Restore(float[] weights, double loss)
    {
        using EmotionNetwork network = EmotionNetwork.Create(recipe.Network, categories, 0, imitated);
        return network.Restore(weights) ? new PretrainedStudent(key, Normalised(), weights, loss) : null;
    }

    private ModelMetadata Normalised() => BandStatistics.Normalised(shape, floor, music.Select(p => p.Mel));
}
