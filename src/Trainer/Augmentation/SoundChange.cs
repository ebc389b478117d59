namespace RealtimeEmotion.Trainer.Augmentation;

/// <summary>A way to make another track of a track. What each may do is in <see cref="SoundChanges"/>.</summary>
public enum SoundChange
{
    /// <summary>White noise is added.</summary>
    Noise,

    /// <summary>Louder or quieter, never beyond full scale.</summary>
    Gain,

    /// <summary>Slower or faster at the same pitch.</summary>
    Stretch,

    /// <summary>Higher or lower at the same speed.</summary>
    Pitch,

    /// <summary>Begins elsewhere; what was before follows the end.</summary>
    Shift,

    /// <summary>High frequencies are taken away.</summary>
    LowPass,

    /// <summary>Encoded as MP3 and decoded; needs ffmpeg.</summary>
    Mp3,

    /// <summary>A band is raised or lowered.</summary>
    Equaliser,

    /// <summary>The loudest peaks are cut flat.</summary>
    Clipping,

    /// <summary>Heard in a room.</summary>
    Room,
}
