namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Tracks of a data set that were not read, for one reason.</summary>
/// <param name="Count">How many, 1 or more.</param>
/// <param name="Reason">What they lack, to be put behind the number: "without audio here".</param>
public sealed record LeftOutTracks(int Count, string Reason);
