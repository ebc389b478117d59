namespace RealtimeEmotion.Vst3;

/// <summary>What a host may do with a parameter, and how it shows it.</summary>
[Flags]
public enum ParameterFlags
{
    /// <summary>Neither automatable nor read-only.</summary>
    None = 0,

    /// <summary>The host may automate it.</summary>
    CanAutomate = 1 << 0,

    /// <summary>Only the plugin changes it: a meter. Excludes <see cref="CanAutomate"/>.</summary>
    ReadOnly = 1 << 1,

    /// <summary>Values outside the range wrap around.</summary>
    WrapAround = 1 << 2,

    /// <summary>Shown as a list of names.</summary>
    List = 1 << 3,

    /// <summary>Not shown.</summary>
    Hidden = 1 << 4,

    /// <summary>Chooses a program of its unit's list. Comes with <see cref="List"/>.</summary>
    ProgramChange = 1 << 15,

    /// <summary>The bypass switch; at most one parameter has it.</summary>
    Bypass = 1 << 16,
}
