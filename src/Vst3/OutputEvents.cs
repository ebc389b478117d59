using RealtimeEmotion.Vst3.Interop;

namespace RealtimeEmotion.Vst3;

/// <summary>Where a plugin sends notes and controllers to the host. Valid during the block only.</summary>
public readonly unsafe ref struct OutputEvents
{
    private readonly void* _list;

    internal OutputEvents(void* list)
    {
        _list = list;
    }

    /// <summary>Sends an event; false if the host takes none.</summary>
    public bool Add(in Event value)
    {
        if (_list == null)
            return false;
        Event copy = value;
        return (*(EventListTable**)_list)->AddEvent(_list, &copy) == Result.Ok;
    }
}
