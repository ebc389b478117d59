using System.Runtime.InteropServices;

namespace RealtimeEmotion.Effect.Editor.History;

/// <summary>
/// The newest values of a series, in memory that the garbage collector does not know: opening and closing editors all day
/// gives it no reason to run. One thread.
/// </summary>
/// <typeparam name="T">A plain value.</typeparam>
internal sealed unsafe class NativeRing<T> : IDisposable
    where T : unmanaged
{
    private readonly int _capacity;
    private T* _items;
    private long _first;

    internal NativeRing(int capacity)
    {
        _capacity = capacity;
        _items = (T*)NativeMemory.Alloc((nuint)capacity, (nuint)sizeof(T));
    }

    /// <summary>How many values are kept now.</summary>
    internal int Count { get; private set; }

    /// <summary>The value at a place, 0 the oldest.</summary>
    internal ref readonly T this[int index]
    {
        get
        {
            ObjectDisposedException.ThrowIf(_items == null, this);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return ref _items[(_first + index) % _capacity];
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_items);
        _items = null;
        Count = 0;
    }

    internal void Add(in T value)
    {
        ObjectDisposedException.ThrowIf(_items == null, this);
        _items[(_first + Count) % _capacity] = value;
        if (Count < _capacity)
            Count++;
        else
            _first = (_first + 1) % _capacity;
    }

    internal void Clear()
    {
        Count = 0;
        _first = 0;
    }
}
