namespace RealtimeEmotion.Effect;

/// <summary>The model that listens, or why none does. Immutable; a new one is published when something changes.</summary>
/// <param name="Name">The model's own name; empty where there is none.</param>
/// <param name="Path">The user's file; null for the shipped model.</param>
/// <param name="Labels">The emotions, in the order of an estimate's probabilities.</param>
/// <param name="Valence">Each emotion's place on the valence axis, −1 … 1.</param>
/// <param name="Arousal">Each emotion's place on the arousal axis, −1 … 1.</param>
/// <param name="WindowSeconds">How much music the model hears at once.</param>
/// <param name="Error">What is wrong and what to do, for the user to read; null where all is well.</param>
public sealed record ModelStatus(
    string Name,
    string? Path,
    IReadOnlyList<string> Labels,
    IReadOnlyList<float> Valence,
    IReadOnlyList<float> Arousal,
    double WindowSeconds,
    string? Error)
{
    /// <summary>Nothing listens, and nothing is wrong: switched off, or not started yet.</summary>
    public static ModelStatus None { get; } = new("", null, [], [], [], 0, null);
}
