namespace RealtimeEmotion.Vst3;

/// <summary>An event (note, MIDI) bus as a plugin declares it.</summary>
/// <param name="Name">What the host shows.</param>
/// <param name="Channels">How many MIDI channels it has.</param>
/// <param name="Type">Main or additional.</param>
/// <param name="ActiveByDefault">Whether the bus is on before the host says so.</param>
public sealed record EventBusInfo(string Name, int Channels = 16, BusType Type = BusType.Main, bool ActiveByDefault = true);
