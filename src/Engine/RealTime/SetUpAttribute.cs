namespace RealtimeEmotion.Engine.RealTime;

/// <summary>
/// On a method of a type marked <see cref="RealTimeSafeAttribute"/>: this one runs at set-up, on a thread that may
/// allocate and wait, and is not real-time safe.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class SetUpAttribute : Attribute;
