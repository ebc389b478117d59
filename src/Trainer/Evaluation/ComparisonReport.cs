namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>How much better one model does than another on the same tracks: the first's value less the second's, with what
/// it would be on other draws of as many tracks. An interval that spares 0 is a difference. Immutable.</summary>
/// <param name="First">The first model's name.</param>
/// <param name="Second">The second model's name.</param>
/// <param name="Tracks">Tracks that both were asked about.</param>
/// <param name="SameLabel">The share of tracks that both give the same label, 0 … 1.</param>
/// <param name="Accuracy">Difference of accuracy.</param>
/// <param name="MacroF1">Difference of macro-F1.</param>
/// <param name="CrossEntropy">Difference of cross-entropy to the vote shares: below 0 where the first is better.</param>
/// <param name="Correlation">Difference of the mean correlation with the vote shares.</param>
public sealed record ComparisonReport(
    string First,
    string Second,
    int Tracks,
    double SameLabel,
    Interval Accuracy,
    Interval MacroF1,
    Interval CrossEntropy,
    Interval Correlation);
