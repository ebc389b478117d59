namespace RealtimeEmotion.Trainer.Training;

/// <summary>What lies beside a run's checkpoints.</summary>
/// <param name="Date">The day on which it was begun, which its model will say.</param>
/// <param name="Manifest">What decides it.</param>
internal sealed record UnfinishedRun(DateOnly Date, RunManifest Manifest);
