namespace RealtimeEmotion.Service.History;

/// <summary>A stream as the history knows it: what was asked for, and whether it should run.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Name">Unique among streams, without regard to case.</param>
/// <param name="Source">The address, as it was given.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Genre">The genre, or null.</param>
/// <param name="HopSeconds">Seconds from one estimate to the next.</param>
/// <param name="HalfLifeSeconds">Of the smoothing.</param>
/// <param name="Wanted">Whether it should run: a restarted service starts it again.</param>
/// <param name="Created">When it was first started.</param>
internal sealed record StreamRecord(long Id, string Name, string Source, string Model, string? Genre, double HopSeconds, double HalfLifeSeconds, bool Wanted, DateTimeOffset Created);
