namespace RealtimeEmotion.Vst3;

/// <summary>
/// One parameter over one block, as segments that cover every sample once. VST3's rule: a straight line from point to
/// point; before the first point from the value of the last block, which lies at sample -1; after the last point
/// constant. Parameters with steps jump at their points. Valid during the block only.
/// </summary>
public readonly ref struct Automation
{
    private readonly ParameterQueue _queue;
    private readonly double _value;
    private readonly bool _steps;
    private readonly int _samples;

    internal Automation(ParameterQueue queue, double value, bool steps, int samples)
    {
        _queue = queue;
        _value = value;
        _steps = steps;
        _samples = samples;
    }

    /// <summary>Walks over the segments.</summary>
    public Enumerator GetEnumerator() => new(_queue, _value, _steps, _samples);

    /// <summary>Walks over the segments of a block.</summary>
    public ref struct Enumerator
    {
        private readonly bool _steps;
        private readonly int _samples;
        private ParameterQueue.Enumerator _points;
        private int _done;
        private int _offset = -1;
        private double _value;

        internal Enumerator(ParameterQueue queue, double value, bool steps, int samples)
        {
            _points = queue.GetEnumerator();
            _value = value;
            _steps = steps;
            _samples = samples;
        }

        /// <summary>The segment.</summary>
        public AutomationSegment Current { readonly get; private set; }

        /// <summary>Goes to the next segment.</summary>
        public bool MoveNext()
        {
            while (_done < _samples)
            {
                int start = _done;
                int fromOffset = _offset;
                double from = _value;
                if (!_points.MoveNext())
                {
                    _done = _samples;
                    Current = new AutomationSegment(start, _done, fromOffset, from, fromOffset, from);
                    return true;
                }

                // A host that goes back in time is taken to mean the sample that it had reached.
                int toOffset = Math.Max(_points.Current.Offset, fromOffset);
                double to = _points.Current.Value;
                _offset = toOffset;
                _value = to;
                // A line reaches its point; a step still has the old value just before it.
                _done = Math.Min(_steps ? toOffset : toOffset + 1, _samples);
                if (_done > start)
                {
                    Current = new AutomationSegment(start, _done, fromOffset, from, toOffset, _steps ? from : to);
                    return true;
                }

                _done = start;
            }

            return false;
        }
    }
}
