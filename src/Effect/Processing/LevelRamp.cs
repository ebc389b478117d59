using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>A gain that goes to a new value in a straight line over a number of samples.</summary>
/// <remarks>Each value comes from its own index: nothing accumulates, so blocks may be cut anywhere.</remarks>
[RealTimeSafe]
internal struct LevelRamp
{
    private double _from;
    private double _to;
    private int _length;
    private int _done;

    /// <summary>A gain that rests.</summary>
    public LevelRamp(double value) => Reset(value);

    /// <summary>Whether it is on its way.</summary>
    public readonly bool IsMoving => _done < _length;

    /// <summary>Where it goes, or is.</summary>
    public readonly double Target => _to;

    /// <summary>The value of the next sample at rest, or of the sample before it on the way.</summary>
    public readonly double Current => IsMoving ? _from + ((_to - _from) * ((double)_done / _length)) : _to;

    /// <summary>Rests on a value.</summary>
    public void Reset(double value) => (_from, _to, _length, _done) = (value, value, 0, 0);

    /// <summary>Goes from where it is to a value, which it has at the last of so many samples.</summary>
    public void GoTo(double value, int samples) => (_from, _to, _length, _done) = (Current, value, Math.Max(1, samples), 0);

    /// <summary>Multiplies gains by the next values.</summary>
    public void Multiply(Span<double> gains)
    {
        int moving = Math.Min(gains.Length, _length - _done);
        for (int i = 0; i < moving; i++)
            gains[i] *= _from + ((_to - _from) * ((double)(_done + i + 1) / _length));
        _done += moving;
        for (int i = moving; i < gains.Length; i++)
            gains[i] *= _to;
    }

    /// <summary>Lets samples pass.</summary>
    public void Advance(int samples) => _done = Math.Min(_length, _done + samples);
}
