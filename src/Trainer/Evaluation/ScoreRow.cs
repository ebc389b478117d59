namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>How well something does, each measure with its interval. Immutable.</summary>
/// <param name="Name">What is judged: a model, a genre, a length, a comparison.</param>
/// <param name="Tracks">On how many tracks.</param>
/// <param name="Accuracy">The share of answers that are the label, 0 … 1.</param>
/// <param name="MacroF1">The mean over classes of the F1 measure.</param>
/// <param name="CrossEntropy">Cross-entropy to the vote shares, nats.</param>
/// <param name="Correlation">The mean over classes of the correlation with the vote shares.</param>
/// <param name="CalibrationError">The calibration error of the top class.</param>
public sealed record ScoreRow(
    string Name,
    int Tracks,
    Interval Accuracy,
    Interval MacroF1,
    Interval CrossEntropy,
    Interval Correlation,
    Interval CalibrationError);
