namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>Answers that are about equally sure: a column of a reliability diagram.</summary>
/// <param name="Low">The lowest top probability, 0 … 1.</param>
/// <param name="High">The highest top probability, 0 … 1; not in the range, but for 1.</param>
/// <param name="Answers">How many answers are in the range, 1 or more.</param>
/// <param name="Confidence">The mean of their top probabilities.</param>
/// <param name="Accuracy">The share of them that is right.</param>
public sealed record ReliabilityRange(double Low, double High, int Answers, double Confidence, double Accuracy);
