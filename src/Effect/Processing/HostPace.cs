using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>
/// How far a host is ahead of the clock: a live host cannot be, beyond its buffers; one that is renders a file, whatever it
/// has announced. Audio thread.
/// </summary>
/// <param name="clock">The clock; only its high-frequency time stamp is read.</param>
[RealTimeSafe]
internal sealed class HostPace(TimeProvider clock)
{
    /// <summary>Seconds by which a live host may be ahead: longer than its buffers together, and half of
    /// <see cref="EffectProcessor.ActionDelay"/>, so that the other half is left for the analysis.</summary>
    internal const double MostLive = 0.25;

    /// <summary>Seconds that are remembered: so soon after it has rendered a file a host counts as live again, whether or not it
    /// starts the effect anew.</summary>
    internal const double MostKept = 1;

    // Sound cards and clocks differ by a ten-thousandth, which would add up in an hour of live playing.
    private const double MostDrift = 1.01;

    private double _ahead;
    private double _given;
    private long _before;

    /// <summary>For how long the audio thread may wait now without harm, in seconds: 0 for a live host.</summary>
    internal double Patience => _ahead > MostLive ? _ahead : 0;

    /// <summary>A stream begins. Not while blocks are processed.</summary>
    internal void Start()
    {
        _ahead = 0;
        _given = 0;
        _before = clock.GetTimestamp();
    }

    /// <summary>A block begins.</summary>
    /// <param name="seconds">Its length.</param>
    internal void Begin(double seconds)
    {
        long now = clock.GetTimestamp();
        double elapsed = (double)(now - _before) / clock.TimestampFrequency;
        _before = now;
        _ahead = Math.Clamp(_ahead + _given - (elapsed * MostDrift), 0, MostKept);
        _given = seconds;
    }
}
