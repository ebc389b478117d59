using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>One class that a model names, and the annotated categories that are merged into it.</summary>
/// <param name="Name">The label.</param>
/// <param name="Valence">−1 (unpleasant) … 1 (pleasant).</param>
/// <param name="Arousal">−1 (calm) … 1 (excited).</param>
/// <param name="Categories">Names of the categories, as the data set spells them.</param>
public sealed record EmotionClass(string Name, float Valence, float Arousal, ImmutableArray<string> Categories);
