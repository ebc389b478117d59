namespace RealtimeEmotion.Trainer.Training;

/// <summary>What a training run is doing.</summary>
public enum TrainingPhase
{
    /// <summary>Reading audio and computing features, or fetching them from the cache.</summary>
    Features,

    /// <summary>Learning from teachers on music without labels.</summary>
    Pretraining,

    /// <summary>Going on with the teachers, on each fit's own tracks.</summary>
    Adaptation,

    /// <summary>Training and judging the model of one cross-validation fold.</summary>
    Validation,

    /// <summary>Asking the folds' models again about changed sound.</summary>
    Robustness,

    /// <summary>Training the model that is written, on all tracks.</summary>
    Final,
}
