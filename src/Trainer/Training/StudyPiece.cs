using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>A piece of music to train on.</summary>
/// <param name="Mel">Its frames.</param>
/// <param name="Targets">What the teachers make of each window of the grid; null where there are no teachers.</param>
internal sealed record StudyPiece(TrackFeatures Mel, TrackFeatures? Targets);
