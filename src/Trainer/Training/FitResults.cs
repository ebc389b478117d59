using System.Collections.Immutable;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>What the fits of a run gave. Disposes their networks.</summary>
/// <param name="Networks">All of them.</param>
/// <param name="Final">The one that is written.</param>
/// <param name="Judged">What those say that have tracks to be judged by; may be empty.</param>
/// <param name="Curves">How each went.</param>
internal sealed record FitResults(ImmutableArray<FittedNetwork> Networks, FittedNetwork Final, ImmutableArray<FoldResult> Judged, ImmutableArray<FitHistory> Curves) : IDisposable
{
    /// <summary>Builds the temperatures that were chosen into the networks.</summary>
    internal void SetTemperatures(FoldScores scores)
    {
        Final.Temperature = scores.Temperature;
        foreach ((FoldResult result, double temperature) in Judged.Zip(scores.FoldTemperatures))
        {
            result.Fitted.Temperature = temperature;
        }
    }

    public void Dispose()
    {
        foreach (FittedNetwork network in Networks)
        {
            network.Dispose();
        }
    }
}
