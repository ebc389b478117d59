using RealtimeEmotion.Trainer.Datasets;
using RealtimeEmotion.Trainer.Training;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>What a caller decides about judging a model.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The data set's folder (Emotify's layout).</summary>
    public required string DatasetPath { get; init; }

    /// <summary>How the data set's categories become classes; the model has the same classes.</summary>
    public ClassMerge Merge { get; init; } = ClassMerge.Emotify;

    /// <summary>Whether the model is asked again about changed sound.</summary>
    public bool ChecksRobustness { get; init; }

    /// <summary>Folds by which the baselines learn, 2 or more.</summary>
    public int Folds { get; init; } = TrainingOptions.UsualFolds;

    /// <summary>How often tracks are dealt into folds anew, 1 or more.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>How many files are read side by side; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>How often tracks are drawn anew for an interval, 100 or more.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Decides those draws, and is the first seed of the folds.</summary>
    public int Seed { get; init; }

    /// <summary>Where computed features are kept; null for the user's cache folder.</summary>
    public string? CacheFolder { get; init; }
}
