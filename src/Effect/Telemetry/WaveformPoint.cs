namespace RealtimeEmotion.Effect;

/// <summary>What the sound was over a short stretch of samples: one column of a waveform.</summary>
/// <param name="Position">First sample, counted as <see cref="EffectTelemetry.StreamPosition"/> counts.</param>
/// <param name="Minimum">The least sample of the input, all channels.</param>
/// <param name="Maximum">The greatest one.</param>
/// <param name="Gain">The gain at the first sample, 1 for full; above 1 where arousal lifts the level.</param>
public readonly record struct WaveformPoint(long Position, float Minimum, float Maximum, float Gain);
