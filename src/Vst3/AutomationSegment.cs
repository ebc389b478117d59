namespace RealtimeEmotion.Vst3;

/// <summary>
/// A stretch of a block over which a parameter moves in a straight line, or stands still. The value at sample x is
/// exact at the automation points and depends on nothing but the two points around x.
/// </summary>
public readonly struct AutomationSegment
{
    private readonly double _span;

    internal AutomationSegment(int start, int end, int fromOffset, double from, int toOffset, double to)
    {
        Start = start;
        End = end;
        FromOffset = fromOffset;
        From = from;
        ToOffset = toOffset;
        To = to;
        _span = toOffset - fromOffset;
    }

    /// <summary>The first sample.</summary>
    public int Start { get; }

    /// <summary>The sample after the last one.</summary>
    public int End { get; }

    /// <summary>Where the line begins; -1 is the last sample of the block before.</summary>
    public int FromOffset { get; }

    /// <summary>The normalised value there.</summary>
    public double From { get; }

    /// <summary>Where the line ends; from there on the value stays.</summary>
    public int ToOffset { get; }

    /// <summary>The normalised value there.</summary>
    public double To { get; }

    /// <summary>True if the value is the same at each sample.</summary>
    public bool IsConstant => From == To;

    /// <summary>The normalised value at a sample of the block.</summary>
    public double ValueAt(int offset)
    {
        double way = offset - FromOffset;
        return way >= _span ? To : From + ((To - From) * (way / _span));
    }
}
