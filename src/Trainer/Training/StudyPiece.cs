using System.Globalization;
using RealtimeEmotion.Trainer.Features;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>A piece of music to train on.</summary>
/// <param name="Key">Stands for the content of its file, as in <see cref="HeardTrack"/>; empty where it is no file's.</param>
/// <param name="Mel">Its frames.</param>
/// <param name="Targets">What the teachers make of each window of the grid; null where there are no teachers.</param>
/// <param name="Shares">What a student may learn that listeners say of it, one share a category; null where nobody has said, or the
/// student is to be judged by it.</param>
internal sealed record StudyPiece(string Key, TrackFeatures Mel, TrackFeatures? Targets, float[]? Shares = null)
{
    /// <summary>Stands for all of it that decides what a student becomes.</summary>
    internal string Identity => Shares is null ? Key : string.Join(' ', Shares.Select(s => s.ToString("R", CultureInfo.InvariantCulture)).Prepend(Key));
}
