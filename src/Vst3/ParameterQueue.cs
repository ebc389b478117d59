using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>The automation points of one parameter in one block, in the host's order. Valid during the block only.</summary>
public readonly unsafe ref struct ParameterQueue
{
    private readonly void* _queue;

    internal ParameterQueue(void* queue)
    {
        _queue = queue;
    }

    /// <summary>The parameter's id.</summary>
    public uint ParameterId => Table->GetParameterId(_queue);

    /// <summary>How many points there are; a queue without points leaves the value as it was.</summary>
    public int Count => _queue == null ? 0 : Table->GetPointCount(_queue);

    private ParameterValueQueueTable* Table => *(ParameterValueQueueTable**)_queue;

    /// <summary>One point. A point that the host fails to give is at 0 with the value 0, and <see cref="TryGet"/> tells.</summary>
    public ParameterPoint this[int index]
    {
        get
        {
            TryGet(index, out ParameterPoint point);
            return point;
        }
    }

    /// <summary>Reads one point, its value clamped to 0 … 1; false if the host has none at this index.</summary>
    public bool TryGet(int index, out ParameterPoint point)
    {
        int offset = 0;
        double value = 0;
        bool given = _queue != null && Table->GetPoint(_queue, index, &offset, &value) == Result.Ok;
        // What is no number, or lies outside, must not reach the sound.
        point = new ParameterPoint(offset, value >= 0 ? Math.Min(value, 1) : 0);
        return given;
    }

    /// <summary>Walks over the points.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks over the points of a queue.</summary>
    public ref struct Enumerator
    {
        private readonly ParameterQueue _points;
        private readonly int _count;
        private int _index;
        private ParameterPoint _current;

        internal Enumerator(ParameterQueue points)
        {
            _points = points;
            _count = points.Count;
        }

        /// <summary>The point.</summary>
        public readonly ParameterPoint Current => _current;

        /// <summary>Goes to the next point.</summary>
        public bool MoveNext()
        {
            while (_index < _count)
            {
                if (_points.TryGet(_index++, out _current))
                    return true;
            }

            return false;
        }
    }
}
