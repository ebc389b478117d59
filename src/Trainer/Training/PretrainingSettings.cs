namespace RealtimeEmotion.Trainer.Training;

/// <summary>How a student learns from teachers before it sees a label.</summary>
public sealed record PretrainingSettings
{
    /// <summary>Windows heard in all, 0 or more; 0 for no pretraining.</summary>
    public int Windows { get; init; } = 360_000;

    /// <summary>Windows in a step, 2 or more.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The highest learning rate (AdamW), above 0.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Values that the student predicts: principal components of the teachers' embeddings, 1 or more.</summary>
    public int TargetSize { get; init; } = 512;

    /// <summary>Windows from one that teachers are asked about to the next, as a share of a window, above 0 … 1.</summary>
    public double Step { get; init; } = 0.5;

    /// <summary>How far a student's window may lie from the teachers', as a share of a window, 0 … 0.5.</summary>
    public double Jitter { get; init; } = 0.04;
}
