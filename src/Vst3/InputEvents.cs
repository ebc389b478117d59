using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>The notes and other events that the host sends in one block. Valid during the block only.</summary>
public readonly unsafe ref struct InputEvents
{
    private readonly void* _list;

    internal InputEvents(void* list)
    {
        _list = list;
    }

    /// <summary>How many events there are.</summary>
    public int Count => _list == null ? 0 : (*(EventListTable**)_list)->GetEventCount(_list);

    /// <summary>Reads one event; false if the host has none at this index.</summary>
    public bool TryGet(int index, out Event value)
    {
        Event read = default;
        bool given = _list != null && (*(EventListTable**)_list)->GetEvent(_list, index, &read) == Result.Ok;
        value = read;
        return given;
    }

    /// <summary>Walks over the events.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks over the events of a block.</summary>
    public ref struct Enumerator
    {
        private readonly InputEvents _events;
        private readonly int _count;
        private int _index;
        private Event _current;

        internal Enumerator(InputEvents events)
        {
            _events = events;
            _count = events.Count;
        }

        /// <summary>The event.</summary>
        public readonly Event Current => _current;

        /// <summary>Goes to the next event.</summary>
        public bool MoveNext()
        {
            while (_index < _count)
            {
                if (_events.TryGet(_index++, out _current))
                    return true;
            }

            return false;
        }
    }
}
