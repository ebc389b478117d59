namespace RealtimeEmotion.Effect;

/// <summary>What an emotion does to the sound: the values of <see cref="ParameterId.TriggerAction"/>.</summary>
public enum TriggerAction
{
    /// <summary>The sound waits on the floor, fades in when the emotion comes, and stays until playback starts anew.</summary>
    FadeIn,

    /// <summary>The sound fades out to the floor when the emotion comes, and stays there until playback starts anew.</summary>
    FadeOut,

    /// <summary>The sound goes down to the floor while the emotion lasts, and comes back after it.</summary>
    Duck,
}
