using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>A parameter takes on a value at a sample of a block.</summary>
/// <param name="Offset">The sample; the block's length means behind its last sample.</param>
/// <param name="Id">The parameter. For <see cref="ParameterId.Position"/> this is the value from the next block on: inside
/// the block its <see cref="AutomationLine"/>s count.</param>
/// <param name="Normalised">0 … 1.</param>
[RealTimeSafe]
public readonly record struct EffectChange(int Offset, ParameterId Id, double Normalised);
