namespace RealtimeEmotion.Trainer.Surveys;

/// <summary>Something about a track that spoils learning.</summary>
/// <param name="Track">The track's id.</param>
/// <param name="Problem">What is wrong, in a clause.</param>
public sealed record DatasetProblem(string Track, string Problem);
