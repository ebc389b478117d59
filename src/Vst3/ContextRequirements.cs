namespace RealtimeEmotion.Vst3;

/// <summary>The values of a <see cref="ProcessContext"/> that a plugin asks its host for.</summary>
[Flags]
public enum ContextRequirements
{
    /// <summary>Nothing beyond the sample position.</summary>
    None = 0,

    /// <summary><see cref="ProcessContext.SystemTime"/>.</summary>
    SystemTime = 1 << 0,

    /// <summary><see cref="ProcessContext.ContinuousTimeSamples"/>.</summary>
    ContinuousTime = 1 << 1,

    /// <summary><see cref="ProcessContext.ProjectTimeMusic"/>.</summary>
    ProjectTimeMusic = 1 << 2,

    /// <summary><see cref="ProcessContext.BarPositionMusic"/>.</summary>
    BarPosition = 1 << 3,

    /// <summary>The cycle's start and end.</summary>
    Cycle = 1 << 4,

    /// <summary><see cref="ProcessContext.SamplesToNextClock"/>.</summary>
    SamplesToNextClock = 1 << 5,

    /// <summary><see cref="ProcessContext.Tempo"/>.</summary>
    Tempo = 1 << 6,

    /// <summary>The time signature.</summary>
    TimeSignature = 1 << 7,

    /// <summary>The chord.</summary>
    Chord = 1 << 8,

    /// <summary>The SMPTE offset and the frame rate.</summary>
    FrameRate = 1 << 9,

    /// <summary>Playing, recording, cycling.</summary>
    TransportState = 1 << 10,
}
