namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Tracks of a data set that were not read, for one reason.</summary>
/// <param name="Count">How many, 1 or more.</param>
/// <param name="Reason">Why, as the end of a sentence about them: "have no audio here".</param>
public sealed record LeftOutTracks(int Count, string Reason);
