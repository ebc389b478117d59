using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>
/// Takes the click out of a change that no fade covers (bypass, another curve, a restored state): over a few
/// milliseconds the gain goes from what it was to what it is. The position's automation does not pass through here: it is
/// followed to the sample.
/// </summary>
[RealTimeSafe]
internal struct GainGlide
{
    private double _from;
    private int _length;
    private int _done;

    /// <summary>Whether it is under way.</summary>
    public readonly bool IsActive => _done < _length;

    /// <summary>Starts from the gain of the sample before.</summary>
    public void Begin(double from, int samples) => (_from, _length, _done) = (from, samples, 0);

    /// <summary>Ends at once.</summary>
    public void Cancel() => _done = _length;

    /// <summary>Draws the next gains towards where the glide comes from.</summary>
    public void Apply(Span<double> gains)
    {
        int gliding = Math.Min(gains.Length, _length - _done);
        for (int i = 0; i < gliding; i++)
            gains[i] += (_from - gains[i]) * (1 - ((double)(_done + i + 1) / _length));
        _done += gliding;
    }
}
