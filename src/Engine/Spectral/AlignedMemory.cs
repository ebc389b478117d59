using System.Runtime.CompilerServices;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// Numbers that start on a cache line and never move: a 512-bit vector of them is one line, and a pointer to them stays
/// good as long as this object lives.
/// </summary>
internal sealed unsafe class AlignedMemory<T>
    where T : unmanaged
{
    private const int LineBytes = 64;

    // Held, not used: the pointer is into it.
    private readonly T[] _pinned;

    internal AlignedMemory(int length)
    {
        _pinned = GC.AllocateArray<T>(length + (LineBytes / sizeof(T)), pinned: true);
        Pointer = (T*)(((nint)Unsafe.AsPointer(ref _pinned[0]) + LineBytes - 1) & -LineBytes);
        Length = length;
    }

    internal T* Pointer { get; }

    internal int Length { get; }

    internal Span<T> Span => new(Pointer, Length);
}
