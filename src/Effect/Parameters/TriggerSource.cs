namespace RealtimeEmotion.Effect;

/// <summary>What starts fades: the values of <see cref="ParameterId.TriggerSource"/>.</summary>
public enum TriggerSource
{
    /// <summary>Nothing: only the position moves the fade.</summary>
    Manual,

    /// <summary>The gate: on fades in, off fades out.</summary>
    Gate,

    /// <summary>The host's transport: start fades in, stop fades out.</summary>
    Transport,

    /// <summary>An emotion that comes or goes.</summary>
    Emotion,
}
