using System.Collections.Immutable;

namespace RealtimeEmotion.Service.History;

/// <summary>One stretch in which a stream ran: from a start to a stop or the end of the process.</summary>
/// <param name="Id">Its row.</param>
/// <param name="StreamId">Whose it is.</param>
/// <param name="StreamName">The stream's name.</param>
/// <param name="Started">When it began.</param>
/// <param name="Model">Who listens.</param>
/// <param name="Labels">The model's labels, in the order of the probabilities.</param>
/// <param name="OffsetSeconds">Stream time at its beginning: a restarted stream goes on where the clock is, not at 0.</param>
internal sealed record RunRecord(long Id, long StreamId, string StreamName, DateTimeOffset Started, string Model, ImmutableArray<string> Labels, double OffsetSeconds);
