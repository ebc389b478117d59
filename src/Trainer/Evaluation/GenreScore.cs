namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>How well a model does in one genre.</summary>
/// <param name="Genre">The genre.</param>
/// <param name="Score">The score on its tracks.</param>
public sealed record GenreScore(string Genre, ClassificationScore Score);
