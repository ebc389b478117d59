namespace RealtimeEmotion.Vst3;

/// <summary>One point of an automation queue.</summary>
/// <param name="Offset">The sample of the block; hosts also send the block's length, one past its last sample.</param>
/// <param name="Value">The normalised value, 0 to 1.</param>
public readonly record struct ParameterPoint(int Offset, double Value);
