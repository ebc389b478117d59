using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>A stretch of a block over which <see cref="ParameterId.Position"/> moves in a straight line, or stands still.</summary>
/// <param name="End">The sample after the last one.</param>
/// <param name="FromOffset">Where the line begins: −1 is the last sample of the block before.</param>
/// <param name="From">The normalised value there.</param>
/// <param name="ToOffset">Where the line ends; from there on the value stays.</param>
/// <param name="To">The normalised value there.</param>
[RealTimeSafe]
public readonly record struct AutomationLine(int End, int FromOffset, double From, int ToOffset, double To)
{
    /// <summary>Whether the value is the same at each sample.</summary>
    public bool IsConstant => From == To;

    /// <summary>The normalised value at a sample.</summary>
    public double ValueAt(int offset)
    {
        double way = offset - FromOffset;
        double span = ToOffset - FromOffset;
        return way >= span ? To : From + ((To - From) * (way / span));
    }
}
