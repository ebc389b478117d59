using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>How well a model does on tracks with votes. Immutable.</summary>
public sealed record EvaluationReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Whether the model says that it was trained on this data set: then it knows the answers, and these numbers
    /// say nothing of other music.</summary>
    public required bool HeardInTraining { get; init; }

    /// <summary>The class names.</summary>
    public required ImmutableArray<string> Labels { get; init; }

    /// <summary>Whole clips (the mean of the windows' probabilities).</summary>
    public required ClassificationScore Clips { get; init; }

    /// <summary>Single windows.</summary>
    public required ClassificationScore Windows { get; init; }

    /// <summary>Whole clips, genre by genre, in ordinal order of the names.</summary>
    public required ImmutableArray<GenreScore> Genres { get; init; }

    /// <summary>Whole clips: accuracy.</summary>
    public required Interval Accuracy { get; init; }

    /// <summary>Whole clips: macro-F1.</summary>
    public required Interval MacroF1 { get; init; }

    /// <summary>Whole clips: cross-entropy to the vote shares, nats.</summary>
    public required Interval CrossEntropy { get; init; }

    /// <summary>Whole clips: the mean over the classes of the correlation with the vote shares.</summary>
    public required Interval Correlation { get; init; }

    /// <summary>Whole clips: calibration error of the top class.</summary>
    public required Interval CalibrationError { get; init; }

    /// <summary>What answering how common each label is in a track's genre, counted on these very tracks, would score.</summary>
    public required ClassificationScore GenrePrior { get; init; }

    /// <summary>Answers about changed sound; empty where it was not asked for.</summary>
    public required ImmutableArray<RobustnessRow> Robustness { get; init; }
}
