using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Loudness;

/// <summary>
/// Chooses the gain by which music is brought near a reference loudness before it is analysed, so that quiet music does
/// not sink under the front-end's floor.
/// </summary>
/// <remarks>
/// Models take a window's mean level out themselves; what they cannot bring back is what a floor has cut off. So the gain
/// need not be exact, and must not move all the time: that would flatten the dynamics that a model listens to. It is set
/// by the first sound, stays while the short-term loudness behind it is within <see cref="Tolerance"/> of
/// <see cref="Reference"/>, and is set anew when it is not. Below EBU R128's absolute gate it is 0: that is no sound. All
/// decisions are on loudness behind the gain, so a gain in front changes none of them.
/// </remarks>
[RealTimeSafe]
public struct LoudnessNormaliser
{
    /// <summary>Where music is brought to, in LUFS: what most recordings have.</summary>
    public const double Reference = -16;

    /// <summary>How far it may stray from there, in LU.</summary>
    public const double Tolerance = 12;

    private double _decibels;
    private bool _isSet;

    /// <summary>Forgets the music so far.</summary>
    public void Reset() => (_decibels, _isSet) = (0, false);

    /// <summary>The gain for the samples up to which a loudness was measured.</summary>
    /// <param name="shortTerm">Short-term loudness in front of the gain, in LUFS; −∞ for silence.</param>
    /// <returns>A factor; 0 for silence.</returns>
    public double Next(double shortTerm)
    {
        if (!(shortTerm > LoudnessMeter.AbsoluteGate))
            return 0;
        double needed = Reference - shortTerm;
        if (!_isSet || Math.Abs(needed - _decibels) > Tolerance)
            (_decibels, _isSet) = (needed, true);
        return Math.Pow(10, _decibels / 20);
    }
}
