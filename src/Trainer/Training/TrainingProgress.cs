namespace RealtimeEmotion.Trainer.Training;

/// <summary>Where a training run stands. Reported on the thread that trains.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Fold">The fold, from 1; 0 outside cross-validation.</param>
/// <param name="Folds">The number of folds.</param>
/// <param name="Epoch">Epochs done in this fit, or tracks done while features are computed.</param>
/// <param name="Epochs">Epochs of this fit, or tracks in all.</param>
/// <param name="Loss">Mean training loss of the last epoch (cross-entropy to the vote shares of the categories, nats);
/// NaN where there is none yet.</param>
/// <param name="Accuracy">Accuracy on the validation tracks of the folds judged so far, 0 … 1; NaN before the first.</param>
/// <param name="Fraction">The share of the whole run that is done, 0 … 1.</param>
/// <param name="Remaining">Estimated time to the end; null while nothing can be said.</param>
public readonly record struct TrainingProgress(
    TrainingPhase Phase,
    int Fold,
    int Folds,
    int Epoch,
    int Epochs,
    double Loss,
    double Accuracy,
    double Fraction,
    TimeSpan? Remaining);
