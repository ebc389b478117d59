namespace RealtimeEmotion.Trainer.Training;

/// <summary>What one epoch of a fit came to.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">The mean training loss: cross-entropy to the target, nats, and the imitation of teachers where there
/// are some.</param>
/// <param name="Accuracy">The share of the windows trained on, varied as they were, whose most probable class was their
/// track's label, 0 … 1.</param>
/// <param name="ValidationLoss">Mean cross-entropy to the target over windows of the tracks that the fit does not hear, as
/// they are, nats; null where it hears all tracks.</param>
/// <param name="ValidationAccuracy">The same windows' accuracy; null where the fit hears all tracks.</param>
public sealed record EpochRecord(int Epoch, double Loss, double Accuracy, double? ValidationLoss, double? ValidationAccuracy);
