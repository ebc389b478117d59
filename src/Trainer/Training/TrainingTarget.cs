namespace RealtimeEmotion.Trainer.Training;

/// <summary>What a network predicts, and is trained towards by cross-entropy.</summary>
public enum TrainingTarget
{
    /// <summary>The shares of the votes over the data set's categories, merged into classes inside the model.</summary>
    CategoryShares,

    /// <summary>The track's one class.</summary>
    ClassLabels,
}
