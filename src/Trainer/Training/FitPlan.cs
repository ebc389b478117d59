using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>One fit of a run.</summary>
/// <param name="Name">As in <see cref="FitHistory.Fit"/>.</param>
/// <param name="Fold">The fold that it is judged on, from 1; 0 for the model that is written.</param>
/// <param name="Tracks">The indices of the tracks to train on; no other track decides anything.</param>
/// <param name="Held">The indices of the tracks that it does not hear, for its curves and its judgement; may be empty.</param>
/// <param name="Seed">Decides weights, windows and variations.</param>
internal sealed record FitPlan(string Name, int Fold, ImmutableArray<int> Tracks, ImmutableArray<int> Held, int Seed)
{
    /// <summary>Whether its network is the model that is written.</summary>
    internal bool IsFinal => Fold == 0;
}
