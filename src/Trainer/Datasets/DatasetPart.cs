namespace RealtimeEmotion.Trainer.Datasets;

/// <summary>What this project calls the parts of a data set; what the tables of others call theirs is taken as it is.</summary>
public static class DatasetPart
{
    /// <summary>To learn from.</summary>
    public const string Training = "train";

    /// <summary>Held out, to choose by.</summary>
    public const string Validation = "validation";

    /// <summary>Held out, to judge by.</summary>
    public const string Test = "test";
}
