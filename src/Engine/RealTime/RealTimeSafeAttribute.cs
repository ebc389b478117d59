namespace RealtimeEmotion.Engine.RealTime;

/// <summary>
/// Marks code that a host's audio thread may call: it allocates nothing, takes no lock, makes no system call, throws
/// nothing, logs nothing and never waits.
/// </summary>
/// <remarks>
/// The mark is checked, not hoped for: a test walks the call graph below every marked method and refuses allocation,
/// boxing, locks, throws and calls to unmarked code of this assembly. On a type it marks every method of the type
/// except constructors and static constructors, which run at set-up.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property)]
public sealed class RealTimeSafeAttribute : Attribute;
