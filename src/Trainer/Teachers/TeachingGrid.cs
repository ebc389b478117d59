namespace RealtimeEmotion.Trainer.Teachers;

/// <summary>Where in a piece teachers are asked: windows of equal length, at equal steps, in seconds of the piece.</summary>
/// <param name="WindowSeconds">The length of a window.</param>
/// <param name="StepSeconds">From the start of one to the start of the next.</param>
internal readonly record struct TeachingGrid(double WindowSeconds, double StepSeconds);
