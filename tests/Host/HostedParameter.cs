using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Host;

/// <summary>A parameter as the plugin describes it to its host.</summary>
public sealed record HostedParameter(
    uint Id, string Title, string ShortTitle, string Units, int StepCount, double DefaultNormalized, int UnitId, ParameterFlags Flags);
