namespace RealtimeEmotion.Audio.Streams;

/// <summary>A stretch of sound as one column of a picture: the mean of the channels, full scale 1.</summary>
/// <param name="StreamSeconds">Stream time of its end.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Minimum">The lowest sample.</param>
/// <param name="Maximum">The highest sample.</param>
/// <param name="LevelDecibels">RMS level in dBFS; negative infinity for digital silence.</param>
public readonly record struct OverviewPoint(double StreamSeconds, double Seconds, float Minimum, float Maximum, float LevelDecibels);
