using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>What a model that did not hear a track says of it as a whole. Immutable.</summary>
/// <param name="Track">The track's name within the data set.</param>
/// <param name="Genre">Its genre.</param>
/// <param name="Audio">Its audio file, within the data set's folder.</param>
/// <param name="Label">The class that its listeners gave it.</param>
/// <param name="Predicted">The class that the model gives it.</param>
/// <param name="Shares">The shares of the votes, one a class.</param>
/// <param name="Probabilities">The model's probabilities, one a class.</param>
/// <param name="PeakSeconds">Where the window begins in which the predicted class is most probable, in seconds.</param>
public sealed record TrackPrediction(
    string Track,
    string Genre,
    string Audio,
    string Label,
    string Predicted,
    ImmutableArray<double> Shares,
    ImmutableArray<double> Probabilities,
    double PeakSeconds);
