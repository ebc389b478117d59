namespace RealtimeEmotion.Vst3;

/// <summary>An effect that a plugin library offers: what hosts list before they make one.</summary>
/// <param name="Id">Its id, stable for ever; sessions refer to it.</param>
/// <param name="Name">What hosts list it as.</param>
/// <param name="Create">Makes an instance. Called on the host's user-interface thread, by scanners too: load nothing heavy.</param>
public sealed record PluginClass(Uid Id, string Name, Func<AudioEffect> Create)
{
    /// <summary>What it is, in VST3's words: "Fx|Tools", "Fx|Analyzer", "Instrument|Synth".</summary>
    public string SubCategories { get; init; } = "Fx";

    /// <summary>Its version: "1.2.3".</summary>
    public string Version { get; init; } = "1.0.0";
}
