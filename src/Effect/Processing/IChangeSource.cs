using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>Gives the parameter changes of a block, ordered by their sample. Implemented by each shell over its host's own
/// structure, so that nothing is copied and nothing is limited.</summary>
public interface IChangeSource
{
    /// <summary>The next change; false after the last.</summary>
    [RealTimeSafe]
    bool TryNext(out EffectChange change);
}
