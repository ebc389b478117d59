namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>A measured value, and where it would lie for 95 % of other draws of as many tracks.</summary>
/// <param name="Value">The value on the tracks at hand.</param>
/// <param name="Low">2.5 % of the resampled values are below.</param>
/// <param name="High">2.5 % of them are above.</param>
public readonly record struct Interval(double Value, double Low, double High);
