using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>A labelled data set that a model learnt from and was not judged on. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Whose it is.</param>
/// <param name="Licence">Its terms.</param>
/// <param name="Tracks">Tracks that were heard.</param>
/// <param name="LeftOut">Tracks that were not: shorter than a window, or in the data set that is judged.</param>
/// <param name="AudioSeconds">Seconds of those that were heard.</param>
/// <param name="LabelCounts">Tracks with each label.</param>
public sealed record OtherDataset(string Name, string Source, string Licence, int Tracks, int LeftOut, double AudioSeconds, ImmutableArray<int> LabelCounts);
