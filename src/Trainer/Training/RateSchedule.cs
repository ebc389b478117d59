namespace RealtimeEmotion.Trainer.Training;

/// <summary>How the learning rate changes over the steps of a fit.</summary>
public enum RateSchedule
{
    /// <summary>It rises over the first twentieth of the steps, then falls as a half cosine.</summary>
    WarmCosine,

    /// <summary>It stays.</summary>
    Constant,
}
