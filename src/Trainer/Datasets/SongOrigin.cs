namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>Where a song comes from, as far as its data set says; null where it does not.</summary>
/// <param name="Artist">Whose it is.</param>
/// <param name="Album">The release that it is from.</param>
/// <param name="Genre">What kind of music it is.</param>
/// <param name="Part">The part of the data set's own split.</param>
internal sealed record SongOrigin(string? Artist, string? Album, string? Genre, string? Part);
