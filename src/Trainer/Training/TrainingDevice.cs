namespace RealtimeEmotion.Trainer.Training;

/// <summary>Where networks compute in training.</summary>
public enum TrainingDevice
{
    /// <summary>The processor: every fit on one thread, the same result every time.</summary>
    Cpu,

    /// <summary>An NVIDIA card, by the tensor library's CUDA build.</summary>
    Cuda,
}
