using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>Gives the lines of <see cref="ParameterId.Position"/> that cover a block, in order.</summary>
public interface ILineSource
{
    /// <summary>The next line; false after the last. Behind it the value stays.</summary>
    [RealTimeSafe]
    bool TryNext(out AutomationLine line);
}
