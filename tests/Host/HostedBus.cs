using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Host;

/// <summary>A bus as the plugin describes it to its host.</summary>
public sealed record HostedBus(string Name, int Channels, BusType Type, bool ActiveByDefault);
