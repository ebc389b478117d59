namespace RealtimeEmotion.Audio.Fading;

/// <summary>
/// Holds back the newest items of a stream whose length nobody knows, so that what lies near its end can be treated
/// when the end comes.
/// </summary>
/// <typeparam name="T">Bytes or samples.</typeparam>
internal sealed class HoldBack<T>
{
    private readonly long _held;
    private readonly long _most;
    private T[] _ring;
    private int _first;
    private int _count;

    /// <param name="held">Items to hold back.</param>
    /// <param name="block">Items that come at once, at most.</param>
    public HoldBack(long held, int block)
    {
        _held = held;
        _most = held + block;
        _ring = new T[Math.Min(_most, 4L * block)];
    }

    /// <summary>Items that are here.</summary>
    public int Count => _count;

    /// <summary>Takes in items.</summary>
    public void Add(ReadOnlySpan<T> items)
    {
        if (_count + items.Length > _ring.Length)
            Grow(_count + items.Length);
        var at = (_first + _count) % _ring.Length;
        var straight = Math.Min(items.Length, _ring.Length - at);
        items[..straight].CopyTo(_ring.AsSpan(at));
        items[straight..].CopyTo(_ring);
        _count += items.Length;
    }

    /// <summary>The oldest items that need not be held back any longer, in one piece, or none; they leave.</summary>
    /// <param name="atEnd">Whether nothing more comes, so that nothing is held back.</param>
    public Span<T> Take(bool atEnd)
    {
        var free = atEnd ? _count : (int)Math.Max(0, _count - _held);
        var straight = Math.Min(free, _ring.Length - _first);
        var taken = _ring.AsSpan(_first, straight);
        _first = (_first + straight) % _ring.Length;
        _count -= straight;
        return taken;
    }

    private void Grow(int needed)
    {
        // Every length here is a multiple of the caller's frames, so no frame is ever torn by the ring's end.
        var larger = new T[Math.Max(needed, Math.Min(_ring.Length * 2L, _most))];
        var straight = Math.Min(_count, _ring.Length - _first);
        _ring.AsSpan(_first, straight).CopyTo(larger);
        _ring.AsSpan(0, _count - straight).CopyTo(larger.AsSpan(straight));
        _ring = larger;
        _first = 0;
    }
}
