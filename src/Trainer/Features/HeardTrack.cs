using System.Collections.Immutable;
using RealtimeEmotion.Trainer.Surveys;

namespace RealtimeEmotion.Trainer.Features;

/// <summary>What was computed of a piece of music.</summary>
/// <param name="Key">Stands for the content of its file: the same for the same bytes.</param>
/// <param name="Mel">Its log-mel frames.</param>
/// <param name="Teachers">For each teacher, one embedding for each window of the grid; empty where no teacher listened, or
/// where the piece is shorter than a window.</param>
/// <param name="Print">What its beginning sounds like.</param>
internal sealed record HeardTrack(string Key, TrackFeatures Mel, ImmutableArray<TrackFeatures> Teachers, AcousticPrint Print)
{
    /// <summary>Its file's sample rate, in hertz; 0 where it was not looked at.</summary>
    internal int SampleRate { get; init; }
}
