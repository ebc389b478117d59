namespace RealtimeEmotion.Vst3;

/// <summary>
/// All automation points of a block by their sample, so that a processor can cut the block at each of them. Points of
/// the same sample come in the order of the queues. A point that lies before the one in front of it in its own queue
/// is taken where that one lies, one outside the block at its start or its end (the block's length, one past the last
/// sample). Valid during the block only.
/// </summary>
public readonly ref struct OrderedChanges
{
    private readonly ParameterQueues _queues;
    private readonly Span<int> _next;
    private readonly int _samples;

    internal OrderedChanges(ParameterQueues queues, Span<int> scratch, int samples)
    {
        _queues = queues;
        _samples = samples;
        _next = scratch[..Math.Min(scratch.Length, queues.Count)];
    }

    /// <summary>Walks over the points.</summary>
    public Enumerator GetEnumerator() => new(_queues, _next, _samples);

    /// <summary>Walks over the points of a block, queue beside queue.</summary>
    public ref struct Enumerator
    {
        private readonly ParameterQueues _queues;
        private readonly Span<int> _next;
        private readonly int _samples;
        private int _offset;
        private ParameterChange _current;

        internal Enumerator(ParameterQueues queues, Span<int> next, int samples)
        {
            _queues = queues;
            _samples = samples;
            _next = next;
            next.Clear();
        }

        /// <summary>The point.</summary>
        public readonly ParameterChange Current => _current;

        /// <summary>Goes to the next point.</summary>
        public bool MoveNext()
        {
            int chosen = -1;
            ParameterPoint earliest = default;
            for (int k = 0; k < _next.Length; k++)
            {
                if (_queues[k].TryGet(_next[k], out ParameterPoint point) && (chosen < 0 || point.Offset < earliest.Offset))
                {
                    chosen = k;
                    earliest = point;
                }
            }

            if (chosen < 0)
                return false;
            _next[chosen]++;
            _offset = Math.Max(_offset, Math.Min(earliest.Offset, _samples));
            _current = new ParameterChange(_offset, _queues[chosen].ParameterId, earliest.Value);
            return true;
        }
    }
}
