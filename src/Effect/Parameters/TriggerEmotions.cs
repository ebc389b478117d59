using RealtimeEmotion.Engine.Emotions;

namespace RealtimeEmotion.Effect;

/// <summary>
/// The choices of <see cref="ParameterId.TriggerEmotion"/>: <see cref="Named"/> by their names, whichever model listens,
/// and behind them any model's labels by their numbers, so that models with other labels can start fades as well.
/// </summary>
internal static class TriggerEmotions
{
    /// <summary>The emotions that parameters have names for, as the shipped model's labels stand.</summary>
    internal static IReadOnlyList<string> Named { get; } = ["Joy", "Sadness", "Neutral", "Anger"];

    /// <summary>What hosts call them; they do not know the model.</summary>
    internal static IReadOnlyList<string> Choices { get; } = [.. Named, .. Enumerable.Range(1, EmotionProbabilities.Capacity).Select(number => $"Class {number}")];

    /// <summary>Which of a model's labels a choice means; −1 where the model has none such.</summary>
    /// <param name="choice">An index of <see cref="Choices"/>.</param>
    /// <param name="labels">The model's labels.</param>
    internal static int LabelOf(int choice, IReadOnlyList<string> labels)
    {
        int number = choice - Named.Count;
        if (number >= 0)
            return number < labels.Count ? number : -1;
        for (int label = 0; label < labels.Count; label++)
        {
            if (labels[label].Equals(Named[choice], StringComparison.OrdinalIgnoreCase))
                return label;
        }

        return -1;
    }

    /// <summary>The choices that name a model's labels, one a label: by name where it has one, so that it means the same to other models.</summary>
    /// <param name="labels">The model's labels; without any, the named emotions are to choose from.</param>
    internal static IReadOnlyList<int> Of(IReadOnlyList<string> labels) => labels.Count == 0
        ? [.. Enumerable.Range(0, Named.Count)]
        : [.. Enumerable.Range(0, labels.Count).Select(label => Enumerable.Range(0, Choices.Count).First(choice => LabelOf(choice, labels) == label))];
}
