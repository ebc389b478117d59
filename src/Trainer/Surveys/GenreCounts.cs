using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Surveys;

/// <summary>How many tracks of each class a genre has.</summary>
/// <param name="Genre">The genre.</param>
/// <param name="Classes">One count a class, in the order of the classes.</param>
public sealed record GenreCounts(string Genre, ImmutableArray<int> Classes);
