namespace RealtimeEmotion.Effect;

/// <summary>The groups in which hosts and the editor show parameters. The numbers are stable.</summary>
public enum ParameterGroup
{
    /// <summary>None of the others: the list of factory presets.</summary>
    Root = 0,

    /// <summary>The fade itself.</summary>
    Fade = 1,

    /// <summary>What starts fades.</summary>
    Trigger = 2,

    /// <summary>How the music is listened to.</summary>
    Emotion = 3,

    /// <summary>What the effect reports; read-only.</summary>
    Outputs = 4,
}
