using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>A piece of music to train on.</summary>
/// <param name="Key">Stands for the content of its file, as in <see cref="HeardTrack"/>; empty where it is no file's.</param>
/// <param name="Mel">Its frames.</param>
/// <param name="Targets">What the teachers make of each window of the grid; null where there are no teachers.</param>
internal sealed record StudyPiece(string Key, TrackFeatures Mel, TrackFeatures? Targets);
