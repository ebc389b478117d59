namespace RealtimeEmotion.Engine.Models;

/// <summary>
/// The last <c>windowFrames</c> mel frames, ready to be the network's input, kept without shifting memory.
/// </summary>
/// <remarks>
/// Each band is a row of twice the window's length in which every value is written at two places, one window apart: the
/// newest window is always one contiguous slice of each row. Not thread-safe. Allocates nothing after construction.
/// </remarks>
public sealed class FeatureWindow
{
    private readonly int _bands;
    private readonly int _frames;
    private readonly float[] _rows;
    private readonly WindowNormaliser _normaliser;
    private int _next;

    /// <summary>An empty window of <paramref name="metadata"/>'s shape.</summary>
    public FeatureWindow(ModelMetadata metadata)
    {
        _bands = metadata.FrontEnd.MelBands;
        _frames = metadata.WindowFrames;
        _rows = new float[_bands * 2 * _frames];
        _normaliser = new WindowNormaliser(metadata);
    }

    /// <summary>Frames held, 0 … <c>windowFrames</c>.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the window holds as many frames as the network sees.</summary>
    public bool IsFull => Count == _frames;

    /// <summary>Takes one mel frame in; the oldest leaves when the window is full.</summary>
    /// <param name="frame">One value a band.</param>
    public void Push(ReadOnlySpan<float> frame)
    {
        int row = _next;
        for (int band = 0; band < _bands; band++, row += 2 * _frames)
        {
            _rows[row] = frame[band];
            _rows[row + _frames] = frame[band];
        }

        _next = _next + 1 == _frames ? 0 : _next + 1;
        Count = Math.Min(Count + 1, _frames);
    }

    /// <summary>Forgets all frames.</summary>
    public void Clear()
    {
        _next = 0;
        Count = 0;
    }

    /// <summary>
    /// Writes the network's input: the frames held, newest last, levelled and standardised. A window that is not full
    /// yet is filled by repeating what it holds, so that a short clip looks like a loop of itself and not like music
    /// that breaks off.
    /// </summary>
    /// <param name="destination">Receives <c>melBands × windowFrames</c> values, band-major, time last.</param>
    /// <exception cref="InvalidOperationException">The window is empty.</exception>
    public void CopyNormalised(Span<float> destination)
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("The window holds no frame.");
        }

        // Rows start at the oldest frame: _next in a full window; in a filling one nothing has wrapped yet.
        int oldest = IsFull ? _next : 0;
        for (int band = 0; band < _bands; band++)
        {
            ReadOnlySpan<float> held = _rows.AsSpan((band * 2 * _frames) + oldest, Count);
            Span<float> row = destination.Slice(band * _frames, _frames);
            int end = _frames;
            while (end >= Count)
            {
                held.CopyTo(row[(end - Count)..end]);
                end -= Count;
            }

            held[^end..].CopyTo(row[..end]);
        }

        _normaliser.Apply(destination[..(_bands * _frames)]);
    }
}
