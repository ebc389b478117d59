namespace RealtimeEmotion.Trainer.Training;

/// <summary>Where a training run stands. Reported one at a time, by whichever thread got there.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Fold">The fold whose epoch has ended, from 1, since folds are trained side by side; 0 outside
/// cross-validation.</param>
/// <param name="Folds">The number of folds.</param>
/// <param name="Done">Epochs done in the whole run; tracks done while features are computed; windows heard in
/// pretraining, and in adaptation by all fits.</param>
/// <param name="Of">Epochs in the whole run, all folds and the final model; tracks, or windows, in all.</param>
/// <param name="Loss">Mean training loss of that epoch (cross-entropy to the target over the categories, nats, and the
/// imitation of teachers where there are some; the latter alone in pretraining and adaptation); NaN where there is none yet.</param>
/// <param name="Accuracy">Accuracy on the validation tracks of the folds judged so far, 0 … 1; before the first, that of the epoch on
/// windows of its validation tracks, or on those that it was trained on where there are none; NaN before the first epoch.</param>
/// <param name="Fraction">The share of the epochs that is done, 0 … 1; 0 before them.</param>
/// <param name="Remaining">Estimated time to the end; null while nothing can be said.</param>
public readonly record struct TrainingProgress(
    TrainingPhase Phase,
    int Fold,
    int Folds,
    int Done,
    int Of,
    double Loss,
    double Accuracy,
    double Fraction,
    TimeSpan? Remaining);
