namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>A clip of EMOPIA: notes of a piano, and the quadrant that listeners put it in.</summary>
/// <param name="Id">Its name within the data set.</param>
/// <param name="MidiPath">Where its notes lie.</param>
/// <param name="Label">The class of its quadrant.</param>
/// <param name="Song">The song that it is cut from: clips of a song belong on one side of a split.</param>
/// <param name="Split">The part that the data set puts it in, such as "train".</param>
public sealed record EmopiaClip(string Id, string MidiPath, string Label, string Song, string Split);
