using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>Takes what the effect reports: values of read-only parameters at their samples.</summary>
public interface IEffectOutputs
{
    /// <summary>A read-only parameter has taken on a value.</summary>
    /// <param name="id">The parameter.</param>
    /// <param name="offset">The sample of the block.</param>
    /// <param name="normalised">0 … 1.</param>
    [RealTimeSafe]
    void Report(ParameterId id, int offset, double normalised);
}
