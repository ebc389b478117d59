namespace RealtimeEmotion.Trainer.Teachers;

/// <summary>The order of a teacher's input.</summary>
internal enum TeacherLayout
{
    /// <summary><c>[batch, bands, frames]</c>, time last.</summary>
    BandsFirst,

    /// <summary><c>[batch, frames, bands]</c>, frame after frame.</summary>
    FramesFirst,
}
