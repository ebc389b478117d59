namespace RealtimeEmotion.Trainer.Surveys;

/// <summary>What was found when a track was listened to from beginning to end.</summary>
/// <param name="Seconds">Its length.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">How many.</param>
/// <param name="Loudness">Integrated loudness in LUFS, gated as EBU R128 says; −∞ for silence.</param>
/// <param name="ClippedShare">The share of samples that stand in a run of full scale, three samples or longer; 0 … 1.</param>
/// <param name="NotFinite">How many samples are no number, or infinite.</param>
/// <param name="Print">What it sounds like.</param>
public sealed record TrackSurvey(double Seconds, int SampleRate, int Channels, double Loudness, double ClippedShare, long NotFinite, AcousticPrint Print)
{
    /// <summary>Why it could not be read to its end; null where it could.</summary>
    public string? Problem { get; init; }
}
