using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>Decides whether an emotion is there: over the threshold for the hold time; gone likewise, below the hysteresis.</summary>
[RealTimeSafe]
internal struct EmotionTrigger
{
    private long _since;
    private bool _isChanging;

    /// <summary>Whether the emotion is there.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The emotion is not there, and nothing is known.</summary>
    public void Reset() => (_since, _isChanging, IsOn) = (0, false, false);

    /// <summary>Takes an estimate's probability in.</summary>
    /// <param name="probability">0 … 1.</param>
    /// <param name="position">The sample that the estimate describes up to.</param>
    /// <param name="threshold">0 … 1.</param>
    /// <param name="hysteresis">0 … 1.</param>
    /// <param name="holdSamples">The hold time.</param>
    /// <returns>Whether the emotion has come or gone.</returns>
    public bool Next(double probability, long position, double threshold, double hysteresis, long holdSamples)
    {
        bool seems = probability >= (IsOn ? threshold - hysteresis : threshold);
        if (seems == IsOn)
        {
            _isChanging = false;
            return false;
        }

        if (!_isChanging)
        {
            _isChanging = true;
            _since = position;
        }

        if (position - _since < holdSamples)
            return false;
        IsOn = seems;
        _isChanging = false;
        return true;
    }
}
