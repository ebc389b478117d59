using System.Collections.Immutable;

namespace RealtimeEmotion.Engine.Models;

/// <summary>What is usual in a genre: the share of each class in the training data's tracks of that genre.</summary>
/// <param name="Genre">The genre's name, as the data set spells it.</param>
/// <param name="Shares">One share a label, each above 0; they sum to 1.</param>
public sealed record GenrePrior(string Genre, ImmutableArray<float> Shares);
