namespace RealtimeEmotion.Engine.Emotions;

/// <summary>
/// The power of a stream hop by hop, without its mean (a constant is no sound): decides silence and gives the level.
/// </summary>
/// <remarks>Hops are accumulated as samples come and consumed as frames do, so the result does not depend on how the
/// stream was cut. Not thread-safe; allocates nothing after construction.</remarks>
internal sealed class HopLevels
{
    private readonly int _hopLength;
    private readonly int _hopsAhead;
    private readonly double[] _pending;
    private readonly double[] _recent;
    private long _hopsDone;
    private long _hopsConsumed;
    private int _recentCount;
    private int _recentNext;
    private int _filled;
    private double _sum;
    private double _sumOfSquares;
    private bool _anySound;

    /// <param name="hopLength">Samples a hop.</param>
    /// <param name="frameLength">Samples a mel frame, at least a hop.</param>
    /// <param name="framesAtOnce">The most mel frames between two calls of <see cref="Add"/>.</param>
    /// <param name="recentHops">How many hops <see cref="RecentPower"/> looks back.</param>
    internal HopLevels(int hopLength, int frameLength, int framesAtOnce, int recentHops)
    {
        _hopLength = hopLength;
        _hopsAhead = frameLength / hopLength;
        _pending = new double[framesAtOnce + _hopsAhead + 2];
        _recent = new double[recentHops];
    }

    /// <summary>Consecutive hops at or below the silence level, up to the newest one consumed.</summary>
    internal long SilentHops { get; private set; }

    /// <summary>Whether every hop so far was silent.</summary>
    internal bool OnlySilence => !_anySound;

    /// <summary>Mean power over the newest hops, as many as an estimate is apart.</summary>
    internal double RecentPower
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < _recentCount; i++)
            {
                sum += _recent[i];
            }

            return _recentCount == 0 ? 0 : sum / _recentCount;
        }
    }

    internal void Add(ReadOnlySpan<float> samples)
    {
        foreach (float sample in samples)
        {
            _sum += sample;
            _sumOfSquares += (double)sample * sample;
            if (++_filled == _hopLength)
            {
                double mean = _sum / _filled;
                _pending[_hopsDone % _pending.Length] = Math.Max(0, (_sumOfSquares / _filled) - (mean * mean));
                _hopsDone++;
                _filled = 0;
                _sum = 0;
                _sumOfSquares = 0;
            }
        }
    }

    /// <summary>Consumes the hops that lie wholly before the end of mel frame <paramref name="frame"/>.</summary>
    internal void Advance(long frame, double silencePower)
    {
        for (long end = Math.Min(frame + _hopsAhead, _hopsDone); _hopsConsumed < end; _hopsConsumed++)
        {
            double power = _pending[_hopsConsumed % _pending.Length];
            SilentHops = power <= silencePower ? SilentHops + 1 : 0;
            _anySound |= power > silencePower;
            _recent[_recentNext] = power;
            _recentNext = _recentNext + 1 == _recent.Length ? 0 : _recentNext + 1;
            _recentCount = Math.Min(_recentCount + 1, _recent.Length);
        }
    }

    internal void Clear()
    {
        _hopsDone = 0;
        _hopsConsumed = 0;
        _recentCount = 0;
        _recentNext = 0;
        _filled = 0;
        _sum = 0;
        _sumOfSquares = 0;
        _anySound = false;
        SilentHops = 0;
    }
}
