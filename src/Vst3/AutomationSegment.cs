namespace RealtimeEmotion.Vst3;

/// <summary>
/// A stretch of a block over which a parameter moves in a straight line, or stands still. The value at sample x is
/// exact at the automation points and depends on nothing but the two points around x.
/// </summary>
public readonly struct AutomationSegment
{
    private readonly int _fromOffset;
    private readonly double _from;
    private readonly double _span;
    private readonly double _to;

    internal AutomationSegment(int start, int end, int fromOffset, double from, int toOffset, double to)
    {
        Start = start;
        End = end;
        _fromOffset = fromOffset;
        _from = from;
        _to = to;
        _span = toOffset - fromOffset;
    }

    /// <summary>The first sample.</summary>
    public int Start { get; }

    /// <summary>The sample after the last one.</summary>
    public int End { get; }

    /// <summary>True if the value is the same at each sample.</summary>
    public bool IsConstant => _from == _to;

    /// <summary>The normalised value at a sample of the block.</summary>
    public double ValueAt(int offset)
    {
        double way = offset - _fromOffset;
        return way >= _span ? _to : _from + ((_to - _from) * (way / _span));
    }
}
