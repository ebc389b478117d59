namespace RealtimeEmotion.Vst3;

/// <summary>What the host has to read anew; see <see cref="ComponentHandler.Restart"/>.</summary>
[Flags]
public enum RestartFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The whole component.</summary>
    ReloadComponent = 1 << 0,

    /// <summary>Buses or their arrangements.</summary>
    IoChanged = 1 << 1,

    /// <summary>Several parameter values.</summary>
    ParameterValuesChanged = 1 << 2,

    /// <summary>The latency.</summary>
    LatencyChanged = 1 << 3,

    /// <summary>Titles, defaults or flags of parameters.</summary>
    ParameterTitlesChanged = 1 << 4,

    /// <summary>The assignment of MIDI controllers.</summary>
    MidiAssignmentChanged = 1 << 5,

    /// <summary>Names of buses.</summary>
    IoTitlesChanged = 1 << 7,

    /// <summary>Whether the plugin may be rendered ahead.</summary>
    PrefetchableSupportChanged = 1 << 8,
}
