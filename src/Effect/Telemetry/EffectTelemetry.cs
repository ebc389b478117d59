using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>
/// What the effect is doing, for the editor. The audio thread writes into fixed memory; any other thread reads. Nothing
/// here allocates or waits.
/// </summary>
public sealed class EffectTelemetry
{
    /// <summary>How many estimates are kept: a quarter of an hour of them.</summary>
    public const int EstimateCapacity = 4096;

    /// <summary>How many overview points are kept: over five minutes of them.</summary>
    public const int OverviewCapacity = 32768;

    private readonly TelemetryRing<EmotionEstimate> _estimates = new(EstimateCapacity);
    private readonly TelemetryRing<WaveformPoint> _overview = new(OverviewCapacity);
    private int _sampleRate;
    private int _epoch;
    private long _epochPosition;
    private long _streamPosition;
    private long _projectPosition;
    private int _isPlaying;
    private double _momentary = double.NegativeInfinity;
    private double _shortTerm = double.NegativeInfinity;
    private double _gain = 1;
    private long _lateEstimates;
    private long _overrunSamples;

    /// <summary>Samples a second; 0 before the first preparation.</summary>
    public int SampleRate
    {
        get => Volatile.Read(ref _sampleRate);
        internal set => Volatile.Write(ref _sampleRate, value);
    }

    /// <summary>Grows whenever the analysis starts afresh: on activation, on play, on a jump of the transport.</summary>
    public int Epoch
    {
        [RealTimeSafe]
        get => Volatile.Read(ref _epoch);
        [RealTimeSafe]
        internal set => Volatile.Write(ref _epoch, value);
    }

    /// <summary>The <see cref="StreamPosition"/> at which the present <see cref="Epoch"/> began.</summary>
    public long EpochPosition
    {
        [RealTimeSafe]
        get => Volatile.Read(ref _epochPosition);
        [RealTimeSafe]
        internal set => Volatile.Write(ref _epochPosition, value);
    }

    /// <summary>
    /// Samples processed since activation: what positions of estimates and overview points count. Never goes back while
    /// the effect is active; starts again at 0 with the next activation, which also is a new <see cref="Epoch"/>.
    /// </summary>
    public long StreamPosition
    {
        [RealTimeSafe]
        get => Volatile.Read(ref _streamPosition);
        [RealTimeSafe]
        internal set => Volatile.Write(ref _streamPosition, value);
    }

    /// <summary>Where the host's transport stands, in samples, at <see cref="StreamPosition"/>.</summary>
    public long ProjectPosition
    {
        [RealTimeSafe]
        get => Volatile.Read(ref _projectPosition);
        [RealTimeSafe]
        internal set => Volatile.Write(ref _projectPosition, value);
    }

    /// <summary>Whether the host's transport runs.</summary>
    public bool IsPlaying
    {
        [RealTimeSafe]
        get => Volatile.Read(ref _isPlaying) != 0;
        [RealTimeSafe]
        internal set => Volatile.Write(ref _isPlaying, value ? 1 : 0);
    }

    /// <summary>Loudness of the newest 400 ms of what is heard, in LUFS (EBU R128); −∞ for silence.</summary>
    public double MomentaryLoudness
    {
        [RealTimeSafe]
        get => Volatile.Read(ref _momentary);
        [RealTimeSafe]
        internal set => Volatile.Write(ref _momentary, value);
    }

    /// <summary>Loudness of the newest 3 s of what is heard, in LUFS (EBU R128); −∞ for silence.</summary>
    public double ShortTermLoudness
    {
        [RealTimeSafe]
        get => Volatile.Read(ref _shortTerm);
        [RealTimeSafe]
        internal set => Volatile.Write(ref _shortTerm, value);
    }

    /// <summary>The gain of the newest sample, 1 for full.</summary>
    public double Gain
    {
        [RealTimeSafe]
        get => Volatile.Read(ref _gain);
        [RealTimeSafe]
        internal set => Volatile.Write(ref _gain, value);
    }

    /// <summary>Estimates that came too late to act at their sample, since activation.</summary>
    public long LateEstimates
    {
        [RealTimeSafe]
        get => Volatile.Read(ref _lateEstimates);
        [RealTimeSafe]
        internal set => Volatile.Write(ref _lateEstimates, value);
    }

    /// <summary>Samples that the analysis lost because it was too slow, since activation.</summary>
    public long OverrunSamples
    {
        [RealTimeSafe]
        get => Volatile.Read(ref _overrunSamples);
        [RealTimeSafe]
        internal set => Volatile.Write(ref _overrunSamples, value);
    }

    /// <summary>How many estimates were ever published; a reader that wants only what comes from now on starts here.</summary>
    public long EstimatesWritten => _estimates.Written;

    /// <summary>How many overview points were ever published; a reader that wants only what comes from now on starts here.</summary>
    public long OverviewWritten => _overview.Written;

    /// <summary>The newest estimate that has taken effect: smoothed, and weighed by genre.</summary>
    /// <returns>False before the first one.</returns>
    public bool TryGetLatest(out EmotionEstimate estimate)
    {
        estimate = default;
        long cursor = Math.Max(0, _estimates.Written - 1);
        return _estimates.Read(ref cursor, new Span<EmotionEstimate>(ref estimate)) == 1;
    }

    /// <summary>Copies the estimates that have come since a cursor, oldest first.</summary>
    /// <param name="cursor">Starts at 0, or at <see cref="EstimatesWritten"/>; moved on.</param>
    /// <param name="destination">Takes them.</param>
    /// <returns>How many were copied; where it equals the destination's length there may be more.</returns>
    public int ReadEstimates(ref long cursor, Span<EmotionEstimate> destination) => _estimates.Read(ref cursor, destination);

    /// <summary>Copies the overview points that have come since a cursor, oldest first.</summary>
    /// <param name="cursor">Starts at 0, or at <see cref="OverviewWritten"/>; moved on.</param>
    /// <param name="destination">Takes them.</param>
    /// <returns>How many were copied; where it equals the destination's length there may be more.</returns>
    public int ReadOverview(ref long cursor, Span<WaveformPoint> destination) => _overview.Read(ref cursor, destination);

    [RealTimeSafe]
    internal void Publish(in EmotionEstimate estimate) => _estimates.Write(in estimate);

    [RealTimeSafe]
    internal void Publish(in WaveformPoint point) => _overview.Write(in point);
}
