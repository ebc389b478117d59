namespace RealtimeEmotion.Vst3;

/// <summary>An audio bus as a plugin declares it.</summary>
/// <param name="Name">What the host shows.</param>
/// <param name="Arrangement">The speakers until the host asks for others.</param>
/// <param name="Type">Main, or a side chain.</param>
/// <param name="ActiveByDefault">Whether the bus is on before the host says so.</param>
public sealed record AudioBusInfo(string Name, SpeakerArrangement Arrangement, BusType Type = BusType.Main, bool ActiveByDefault = true);
