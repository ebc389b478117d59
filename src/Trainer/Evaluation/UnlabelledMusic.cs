using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>What a run learnt from teachers. Immutable.</summary>
/// <param name="Teachers">Their names.</param>
/// <param name="Pieces">Pieces of music without labels that were heard; 0 where teachers spoke of the data set only.</param>
/// <param name="Files">Files that were found: what is unreadable, too short, there twice or in the data set is not
/// heard.</param>
/// <param name="AudioSeconds">Seconds of that music.</param>
/// <param name="TargetSize">Values that the student predicts of each window.</param>
/// <param name="KeptVariance">The share of the teachers' variance that these hold, 0 … 1.</param>
/// <param name="Loss">The mean squared error of the end of pretraining, of values of mean variance 1; null where there
/// was no pretraining.</param>
/// <param name="Seconds">Seconds spent on pretraining (small where it came from the cache).</param>
/// <param name="Sources">Where the music comes from and under which licences, as its folders say, in Markdown; empty where
/// they do not.</param>
public sealed record UnlabelledMusic(
    ImmutableArray<string> Teachers,
    int Pieces,
    int Files,
    double AudioSeconds,
    int TargetSize,
    double KeptVariance,
    double? Loss,
    double Seconds,
    string Sources);
