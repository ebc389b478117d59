using System.Collections.Immutable;
using System.Text.Json;
using RealtimeEmotion.Trainer.Datasets;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>How well a model does on tracks with votes. Immutable.</summary>
public sealed record EvaluationReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Whether the model says that it was trained on this data set: then it knows the answers, and these numbers
    /// say nothing of other music.</summary>
    public required bool HeardInTraining { get; init; }

    /// <summary>What the data set has and was not heard.</summary>
    public required ImmutableArray<LeftOutTracks> LeftOut { get; init; }

    /// <summary>The class names.</summary>
    public required ImmutableArray<string> Labels { get; init; }

    /// <summary>Whole clips (the mean of the windows' probabilities).</summary>
    public required ClassificationScore Clips { get; init; }

    /// <summary>Whole clips, with intervals.</summary>
    public required ScoreRow Whole { get; init; }

    /// <summary>By how much of a track is heard: one window first, then longer stretches (the mean of their windows'
    /// probabilities) on the tracks that are that long, where these are the most; and the whole clip last.</summary>
    public required ImmutableArray<ScoreRow> Lengths { get; init; }

    /// <summary>Whole clips, genre by genre, in ordinal order of the names.</summary>
    public required ImmutableArray<ScoreRow> Genres { get; init; }

    /// <summary>What can be had for little, each learnt on the other folds: how common each class is, in all and in the
    /// genre; a linear model on statistics of each mel band. Each value is the mean over the seeds.</summary>
    public required ImmutableArray<ScoreRow> Baselines { get; init; }

    /// <summary>How far the listeners agree among themselves; null where the data do not say.</summary>
    public required ListenerAgreement? Listeners { get; init; }

    /// <summary>Answers about changed sound; empty where it was not asked for.</summary>
    public required ImmutableArray<RobustnessRow> Robustness { get; init; }

    /// <summary>The report as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options);
}
