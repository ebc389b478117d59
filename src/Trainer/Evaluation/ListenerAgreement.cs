namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>How far the listeners of a data set agree among themselves on the label: what no model can be expected to
/// exceed by much. Immutable.</summary>
/// <param name="OneWithAll">How often one of the categories that one listener chose, any of them alike, is of the label's class, 0 … 1.</param>
/// <param name="Halves">How often two random halves of a track's listeners give it the same label, 0 … 1.</param>
/// <param name="HalfWithAll">How often a random half gives it the label of all, 0 … 1.</param>
public sealed record ListenerAgreement(double OneWithAll, double Halves, double HalfWithAll);
