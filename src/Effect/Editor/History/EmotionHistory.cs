using RealtimeEmotion.Engine.Emotions;

namespace RealtimeEmotion.Effect.Editor.History;

/// <summary>
/// What the editor remembers: estimates and waveform by sample of the stream, and where in the host's time each sample was.
/// Reads the effect's telemetry on the user-interface thread; allocates nothing after construction.
/// </summary>
internal sealed class EmotionHistory : IDisposable
{
    private const int MarkCapacity = 256;

    private readonly EffectTelemetry _telemetry;
    private readonly EmotionEstimate[] _newEstimates = new EmotionEstimate[16];
    private readonly WaveformPoint[] _newPoints = new WaveformPoint[64];
    private readonly NativeRing<EmotionEstimate> _estimates = new(EffectTelemetry.EstimateCapacity);
    private readonly NativeRing<WaveformPoint> _points = new(EffectTelemetry.OverviewCapacity);
    private readonly NativeRing<HistoryMark> _marks = new(MarkCapacity);
    private long _estimateCursor;
    private long _pointCursor;
    private int _epoch;
    private long _epochStart;

    internal EmotionHistory(EffectTelemetry telemetry)
    {
        _telemetry = telemetry;
        _epoch = telemetry.Epoch;
        _epochStart = telemetry.EpochPosition;
        AddMark();
    }

    /// <summary>The history begins anew when playback starts or jumps.</summary>
    internal bool ResetsItself { get; set; } = true;

    /// <summary>Nothing new is taken in.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>Grows with each estimate that is taken in, and whenever estimates are dropped.</summary>
    internal int Version { get; private set; }

    /// <summary>Samples a second.</summary>
    internal int SampleRate => _telemetry.SampleRate > 0 ? _telemetry.SampleRate : 48000;

    internal int EstimateCount => _estimates.Count;

    internal int PointCount => _points.Count;

    internal int MarkCount => _marks.Count;

    /// <summary>How many samples a column of the waveform stands for; 0 before two are known.</summary>
    internal long PointLength { get; private set; }

    /// <summary>One sample behind the newest thing known; 0 for an empty history.</summary>
    internal long End { get; private set; }

    /// <summary>The sample of the oldest thing known.</summary>
    internal long Start => _points.Count > 0 ? _points[0].Position : _estimates.Count > 0 ? _estimates[0].EndSample : End;

    public void Dispose()
    {
        _estimates.Dispose();
        _points.Dispose();
        _marks.Dispose();
    }

    /// <summary>An estimate, 0 the oldest.</summary>
    internal ref readonly EmotionEstimate Estimate(int index) => ref _estimates[index];

    /// <summary>A column of the waveform, 0 the oldest.</summary>
    internal ref readonly WaveformPoint Point(int index) => ref _points[index];

    /// <summary>A break in the host's time, 0 the oldest.</summary>
    internal ref readonly HistoryMark Mark(int index) => ref _marks[index];

    /// <summary>Takes in what is new.</summary>
    internal void Update()
    {
        int epoch = _telemetry.Epoch;
        if (IsPaused)
        {
            _estimateCursor = _telemetry.EstimatesWritten;
            _pointCursor = _telemetry.OverviewWritten;
            _epoch = epoch;
            return;
        }

        if (epoch != _epoch)
        {
            _epoch = epoch;
            _epochStart = _telemetry.EpochPosition;
            if (ResetsItself)
            {
                Empty();
                AddMark();
            }
        }

        TakeMark();
        while (true)
        {
            int count = _telemetry.ReadOverview(ref _pointCursor, _newPoints);
            for (int k = 0; k < count; k++)
                Add(in _newPoints[k]);
            if (count < _newPoints.Length)
                break;
        }

        while (true)
        {
            int count = _telemetry.ReadEstimates(ref _estimateCursor, _newEstimates);
            for (int k = 0; k < count; k++)
                Add(in _newEstimates[k]);
            if (count < _newEstimates.Length)
                break;
        }
    }

    /// <summary>Forgets everything; only what comes from now on is taken in.</summary>
    internal void Clear()
    {
        _estimateCursor = _telemetry.EstimatesWritten;
        _pointCursor = _telemetry.OverviewWritten;
        Empty();
        AddMark();
    }

    /// <summary>The host's position at a sample of the stream, in samples.</summary>
    internal long ProjectAt(long stream)
    {
        int index = 0;
        for (int k = _marks.Count - 1; k > 0; k--)
        {
            if (_marks[k].Stream <= stream)
            {
                index = k;
                break;
            }
        }

        HistoryMark mark = _marks[index];

        // While the transport stands, time as it passes tells more than a number that does not move.
        return mark.Project + (stream - mark.Stream);
    }

    /// <summary>How many estimates end at or before a sample.</summary>
    internal int EstimatesUpTo(long sample)
    {
        int low = 0;
        int high = _estimates.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_estimates[middle].EndSample <= sample)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>How many waveform columns begin at or before a sample.</summary>
    internal int PointsUpTo(long sample)
    {
        int low = 0;
        int high = _points.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_points[middle].Position <= sample)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Add(in EmotionEstimate estimate)
    {
        // From before the new beginning, but only now read.
        if (ResetsItself && estimate.EndSample <= _epochStart)
            return;

        // Positions that go back belong to another activation: the old ones mean nothing any more.
        if (_estimates.Count > 0 && estimate.EndSample <= _estimates[_estimates.Count - 1].EndSample)
            _estimates.Clear();
        _estimates.Add(in estimate);
        End = Math.Max(End, estimate.EndSample);
        Version++;
    }

    private void Add(in WaveformPoint point)
    {
        if (ResetsItself && point.Position < _epochStart)
            return;
        if (_points.Count > 0 && point.Position <= _points[_points.Count - 1].Position)
        {
            Empty();
            AddMark();
        }

        // The shortest distance is a column's length; longer ones are gaps.
        if (_points.Count > 0 && (PointLength == 0 || point.Position - _points[_points.Count - 1].Position < PointLength))
            PointLength = point.Position - _points[_points.Count - 1].Position;
        _points.Add(in point);
        End = Math.Max(End, point.Position + PointLength);
    }

    private void Empty()
    {
        _estimates.Clear();
        _points.Clear();
        _marks.Clear();
        PointLength = 0;
        End = 0;
        Version++;
    }

    private void TakeMark()
    {
        HistoryMark last = _marks[_marks.Count - 1];
        long stream = _telemetry.StreamPosition;
        long project = _telemetry.ProjectPosition;
        bool isPlaying = _telemetry.IsPlaying;

        // The two positions are read one after the other; less than this apart they belong together.
        long slack = SampleRate / 4;
        bool isBroken = isPlaying && Math.Abs(project - last.Project - (stream - last.Stream)) > slack;
        if (isBroken || isPlaying != last.IsPlaying || stream < last.Stream)
            AddMark();
    }

    private void AddMark() => _marks.Add(new HistoryMark(_telemetry.StreamPosition, _telemetry.ProjectPosition, _telemetry.IsPlaying));
}
