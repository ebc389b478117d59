using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>The curves of one fit. Immutable.</summary>
/// <param name="Fit">Which: <c>fold 1</c> …, <c>final</c>, or <c>held out</c> where one part is held out and the fit is both.</param>
/// <param name="Epochs">Its epochs, in order; none where only the last layer was fitted, by regression.</param>
public sealed record FitHistory(string Fit, ImmutableArray<EpochRecord> Epochs);
