using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>Estimates on their way from the analysis to the audio thread: one writer, one reader, no locks.</summary>
internal sealed class EstimateQueue
{
    // A minute of estimates: who does not process for longer has stopped.
    private const int Capacity = 256;

    private readonly EmotionEstimate[] _slots = new EmotionEstimate[Capacity];
    private long _written;
    private long _read;

    /// <summary>Adds an estimate; where the queue is full it is left out. Analysis thread.</summary>
    internal void Write(in EmotionEstimate estimate)
    {
        long written = _written;
        if (written - Volatile.Read(ref _read) >= Capacity)
            return;
        _slots[written % Capacity] = estimate;
        Volatile.Write(ref _written, written + 1);
    }

    /// <summary>Looks at the oldest estimate. Audio thread.</summary>
    [RealTimeSafe]
    internal bool TryPeek(out EmotionEstimate estimate)
    {
        if (_read == Volatile.Read(ref _written))
        {
            estimate = default;
            return false;
        }

        estimate = _slots[_read % Capacity];
        return true;
    }

    /// <summary>Takes the oldest estimate away, after <see cref="TryPeek"/> has shown one. Audio thread.</summary>
    [RealTimeSafe]
    internal void Pop() => Volatile.Write(ref _read, _read + 1);
}
