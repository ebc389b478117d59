namespace RealtimeEmotion.Vst3;

/// <summary>A list of programs (factory presets) that hosts show by name.</summary>
/// <param name="Id">Its id, stable for ever.</param>
/// <param name="Name">What the host shows.</param>
/// <param name="Programs">The names of the programs.</param>
public sealed record ProgramList(int Id, string Name, IReadOnlyList<string> Programs);
