namespace RealtimeEmotion.Vst3.Interop;

/// <summary>A reference to an object of the host, called through its vtable. The holder releases it, once.</summary>
internal sealed unsafe class HostReference
{
    private void* _pointer;

    private HostReference(void* pointer)
    {
        _pointer = pointer;
    }

    /// <summary>The object, or null after <see cref="Release"/>.</summary>
    internal void* Pointer => _pointer;

    /// <summary>The object's functions.</summary>
    internal T* Table<T>()
        where T : unmanaged
        => *(T**)_pointer;

    /// <summary>Takes over a reference that the host has already counted for us; null stays null.</summary>
    internal static HostReference? Own(void* pointer) => pointer == null ? null : new HostReference(pointer);

    /// <summary>Adds a reference; null stays null.</summary>
    internal static HostReference? Retain(void* pointer)
    {
        if (pointer == null)
            return null;
        (*(UnknownTable**)pointer)->AddRef(pointer);
        return new HostReference(pointer);
    }

    /// <summary>Asks an object for an interface; null if it has none.</summary>
    internal static HostReference? Query(void* pointer, Uid iid)
    {
        if (pointer == null)
            return null;
        void* found = null;
        return (*(UnknownTable**)pointer)->QueryInterface(pointer, &iid, &found) == Result.Ok ? Own(found) : null;
    }

    internal void Release()
    {
        void* pointer = _pointer;
        _pointer = null;
        if (pointer != null)
            (*(UnknownTable**)pointer)->Release(pointer);
    }
}
