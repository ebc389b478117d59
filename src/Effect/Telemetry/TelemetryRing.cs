using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>
/// The newest values of one writer, the audio thread, for any number of readers at their own pace. A slow reader loses
/// the oldest values; the writer never waits.
/// </summary>
/// <typeparam name="T">A plain value.</typeparam>
internal sealed class TelemetryRing<T>
    where T : struct
{
    private readonly T[] _slots;
    private long _written;

    /// <param name="capacity">How many values are kept, a power of two.</param>
    internal TelemetryRing(int capacity)
    {
        if (!System.Numerics.BitOperations.IsPow2(capacity))
            throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A power of two.");
        _slots = new T[capacity];
    }

    /// <summary>How many values were ever written.</summary>
    internal long Written
    {
        [RealTimeSafe]
        get => Volatile.Read(ref _written);
    }

    /// <summary>Adds a value. The writer's thread only.</summary>
    [RealTimeSafe]
    internal void Write(in T value)
    {
        long index = _written;
        _slots[index & (_slots.Length - 1)] = value;
        Volatile.Write(ref _written, index + 1);
    }

    /// <summary>Copies what has come since a cursor, oldest first. Any thread.</summary>
    /// <param name="cursor">How many values the reader has seen; moved on, over lost values too.</param>
    /// <param name="destination">Takes the values.</param>
    /// <returns>How many were copied.</returns>
    internal int Read(ref long cursor, Span<T> destination)
    {
        // The slot behind the newest value may be half written at any moment: one less than the capacity can be read.
        int readable = _slots.Length - 1;
        long written = Volatile.Read(ref _written);
        cursor = Math.Clamp(cursor, Math.Max(0, written - readable), written);
        while (true)
        {
            int count = (int)Math.Min(written - cursor, destination.Length);
            for (int k = 0; k < count; k++)
                destination[k] = _slots[(cursor + k) & (_slots.Length - 1)];
            Interlocked.MemoryBarrier();
            long oldest = Volatile.Read(ref _written) - readable;
            if (cursor >= oldest)
            {
                cursor += count;
                return count;
            }

            // The writer came round: what was copied may be torn.
            written = Volatile.Read(ref _written);
            cursor = Math.Min(oldest, written);
        }
    }
}
