namespace RealtimeEmotion.Trainer.Surveys;

/// <summary>How many there are of something.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Count">How many.</param>
public sealed record NamedCount(string Name, int Count);
