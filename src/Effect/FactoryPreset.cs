namespace RealtimeEmotion.Effect;

/// <summary>A preset that ships with the effect.</summary>
/// <param name="Name">What hosts list it as.</param>
/// <param name="Values">Plain values of the parameters that differ from their defaults.</param>
public sealed record FactoryPreset(string Name, IReadOnlyDictionary<ParameterId, double> Values);
