using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Live;

/// <summary>
/// The newest estimate, published by one thread and read by any number, the audio thread too, without locks.
/// </summary>
/// <remarks>
/// A sequence lock: the writer makes the version odd, writes, makes it even; a reader that saw the version change
/// reads again, a bounded number of times, so that it never waits for the writer.
/// </remarks>
internal sealed class LatestEstimate
{
    private const int Attempts = 16;

    private int _version;
    private EmotionEstimate _value;

    /// <summary>Publishes; one thread only.</summary>
    internal void Publish(in EmotionEstimate estimate)
    {
        int version = _version;
        Volatile.Write(ref _version, version + 1);
        Interlocked.MemoryBarrier();
        _value = estimate;
        Volatile.Write(ref _version, version + 2);
    }

    /// <summary>Reads the newest estimate.</summary>
    /// <returns>False before the first one, or where the writer was in the way at every attempt.</returns>
    [RealTimeSafe]
    internal bool TryRead(out EmotionEstimate estimate)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int before = Volatile.Read(ref _version);
            if (before == 0)
            {
                break;
            }

            estimate = _value;
            Interlocked.MemoryBarrier();
            if ((before & 1) == 0 && Volatile.Read(ref _version) == before)
            {
                return true;
            }
        }

        estimate = default;
        return false;
    }
}
