namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>What a change of the sound does to a model's answers about whole clips. Immutable.</summary>
/// <param name="Variation">The change.</param>
/// <param name="ChangedLabels">The share of clips whose most probable class is another than before, 0 … 1.</param>
/// <param name="Shift">The mean over clips and classes of how far a probability moved, 0 … 1.</param>
/// <param name="Accuracy">Accuracy on the changed sound.</param>
public sealed record RobustnessRow(string Variation, double ChangedLabels, double Shift, double Accuracy);
