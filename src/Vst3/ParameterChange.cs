namespace RealtimeEmotion.Vst3;

/// <summary>One point of the automation of one parameter.</summary>
/// <param name="Offset">The sample of the block; hosts also send the block's length, one past its last sample.</param>
/// <param name="ParameterId">The parameter's id.</param>
/// <param name="Value">The normalised value, 0 to 1.</param>
public readonly record struct ParameterChange(int Offset, uint ParameterId, double Value);
