using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>Where the host's transport stands at the first sample of a block.</summary>
/// <param name="IsPlaying">Whether it runs. A host that says nothing counts as playing.</param>
/// <param name="ProjectPosition">Its position in samples; jumps back in a cycle, may be negative.</param>
/// <param name="Tempo">Quarter notes a minute; 0 where the host does not say.</param>
/// <param name="IsKnown">Whether the host says anything.</param>
[RealTimeSafe]
public readonly record struct TransportState(bool IsPlaying, long ProjectPosition, double Tempo, bool IsKnown);
