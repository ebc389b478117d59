using System.Runtime.InteropServices;

namespace RealtimeEmotion.Trainer.Training;

/// <summary>Every window of some music once, at random, before any comes again; without end.</summary>
internal sealed class WindowOrder
{
    private readonly (int Piece, int Window)[] _windows;
    private readonly Random _random;
    private int _next;

    /// <param name="music">The music, with targets.</param>
    /// <param name="random">Decides the order.</param>
    internal WindowOrder(IReadOnlyList<StudyPiece> music, Random random)
    {
        _windows = [.. music.SelectMany((piece, p) => Enumerable.Range(0, piece.Targets!.Frames).Select(w => (p, w)))];
        _random = random;
    }

    /// <summary>The next window.</summary>
    internal (int Piece, int Window) Next()
    {
        if (_next % _windows.Length == 0)
        {
            _random.Shuffle(_windows);
            _next = 0;
        }

        return _windows[_next++];
    }

    /// <summary>Where it stands, apart from the random numbers.</summary>
    internal byte[] Capture() => [.. BitConverter.GetBytes(_next), .. MemoryMarshal.AsBytes<(int, int)>(_windows)];

    /// <summary>Goes on where <see cref="Capture"/> was called, for the same music.</summary>
    internal void Restore(BinaryReader reader)
    {
        _next = reader.ReadInt32();
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_windows.AsSpan()));
    }
}
