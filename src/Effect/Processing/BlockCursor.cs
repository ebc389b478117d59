using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>Where a block's automation stands while the block is worked through.</summary>
[RealTimeSafe]
internal ref struct BlockCursor<TLines, TChanges>
    where TLines : ILineSource, allows ref struct
    where TChanges : IChangeSource, allows ref struct
{
#pragma warning disable IDE0044 // Structures that move on: of a readonly one a copy would be asked.
    private TLines _lines;
    private TChanges _changes;
#pragma warning restore IDE0044
    private AutomationLine _line;
    private EffectChange _change;
    private bool _hasLine;
    private bool _hasChange;

    /// <summary>Stands at the block's start.</summary>
    public BlockCursor(TLines lines, TChanges changes)
    {
        _lines = lines;
        _changes = changes;
        _hasLine = _lines.TryNext(out _line);
        _hasChange = _changes.TryNext(out _change);
    }

    /// <summary>The sample up to which neither a line ends nor a change happens.</summary>
    public readonly int SameUntil => Math.Min(_hasLine ? _line.End : int.MaxValue, _hasChange ? _change.Offset : int.MaxValue);

    /// <summary>Moves on to the line that covers a sample.</summary>
    public void GoTo(int sample)
    {
        while (_hasLine && _line.End <= sample)
            _hasLine = _lines.TryNext(out _line);
    }

    /// <summary>Takes the next change that lies at or before a sample.</summary>
    public bool TryTakeChange(int sample, out EffectChange change)
    {
        change = _change;
        if (!_hasChange || _change.Offset > sample)
            return false;
        _hasChange = _changes.TryNext(out _change);
        return true;
    }

    /// <summary>The line that covers the sample gone to; one that stands on a value where there is none.</summary>
    public readonly AutomationLine LineOr(double value) => _hasLine ? _line : new AutomationLine(int.MaxValue, 0, value, 0, value);
}
