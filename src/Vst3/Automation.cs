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
        private readonly ParameterQueue _queue;
        private readonly bool _steps;
        private readonly int _samples;
        private readonly int _points;
        private int _next;
        private int _done;
        private int _offset = -1;
        private double _value;

        internal Enumerator(ParameterQueue queue, double value, bool steps, int samples)
        {
            _queue = queue;
            _points = queue.Count;
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
                if (!TakePoint())
                {
                    _done = _samples;
                    Current = new AutomationSegment(start, _done, fromOffset, from, fromOffset, from);
                    return true;
                }

                // A line reaches its point; a step still has the old value just before it.
                int end = Math.Min(_steps ? _offset : _offset + 1, _samples);
                if (end > start)
                {
                    _done = end;
                    Current = new AutomationSegment(start, end, fromOffset, from, _offset, _steps ? from : _value);
                    return true;
                }
            }

            return false;
        }

        // Of several points at one sample the last one counts. A host that goes back in time is taken to mean the
        // sample that it had reached.
        private bool TakePoint()
        {
            bool taken = false;
            while (_next < _points && _queue.TryGet(_next, out ParameterPoint point) && (!taken || point.Offset <= _offset))
            {
                _offset = Math.Max(point.Offset, _offset);
                _value = point.Value;
                taken = true;
                _next++;
            }

            return taken;
        }
    }
}
