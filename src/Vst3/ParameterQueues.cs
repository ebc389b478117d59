using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>The queues of all parameters that the host automates in one block. Valid during the block only.</summary>
public readonly unsafe ref struct ParameterQueues
{
    private readonly void* _changes;

    internal ParameterQueues(void* changes)
    {
        _changes = changes;
    }

    /// <summary>How many queues there are.</summary>
    public int Count => _changes == null ? 0 : Table->GetParameterCount(_changes);

    private ParameterChangesTable* Table => *(ParameterChangesTable**)_changes;

    /// <summary>One queue; without points if the host has none at this index.</summary>
    public ParameterQueue this[int index] => new(_changes == null ? null : Table->GetParameterData(_changes, index));

    /// <summary>The queue of a parameter; false if the host does not automate it in this block.</summary>
    public bool TryGet(uint parameterId, out ParameterQueue queue)
    {
        foreach (ParameterQueue candidate in this)
        {
            if (candidate.ParameterId == parameterId)
            {
                queue = candidate;
                return true;
            }
        }

        queue = default;
        return false;
    }

    /// <summary>Walks over the queues that have points.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks over the queues of a block.</summary>
    public ref struct Enumerator
    {
        private readonly ParameterQueues _queues;
        private readonly int _count;
        private int _index;
        private ParameterQueue _current;

        internal Enumerator(ParameterQueues queues)
        {
            _queues = queues;
            _count = queues.Count;
        }

        /// <summary>The queue.</summary>
        public readonly ParameterQueue Current => _current;

        /// <summary>Goes to the next queue.</summary>
        public bool MoveNext()
        {
            while (_index < _count)
            {
                _current = _queues[_index++];
                if (_current.Count > 0)
                    return true;
            }

            return false;
        }
    }
}
