using System.Numerics;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// Durations counted in buckets whose widths grow with them: a percentile is right within 1.6 %, in constant memory for
/// weeks of estimates. Any thread.
/// </summary>
internal sealed class AgeHistogram
{
    private const int SubBits = 6;
    private const int SubBuckets = 1 << SubBits;
    private const int LongestBits = 36; // 19 hours in microseconds

    private readonly long[] _counts = new long[(LongestBits - SubBits + 1) * SubBuckets];
    private readonly Lock _lock = new();
    private long _total;

    public long Count
    {
        get
        {
            lock (_lock)
                return _total;
        }
    }

    /// <summary>Counts one duration; negative ones as 0.</summary>
    public void Add(TimeSpan age)
    {
        var microseconds = Math.Clamp(age.Ticks / TimeSpan.TicksPerMicrosecond, 0, (1L << LongestBits) - 1);
        lock (_lock)
        {
            _counts[BucketOf(microseconds)]++;
            _total++;
        }
    }

    /// <summary>The smallest duration that <paramref name="fraction"/> of all do not exceed; null where there are none.</summary>
    public TimeSpan? Percentile(double fraction)
    {
        lock (_lock)
        {
            if (_total == 0)
                return null;
            var wanted = Math.Max(1, (long)Math.Ceiling(fraction * _total));
            var bucket = 0;
            for (var seen = _counts[0]; seen < wanted; seen += _counts[bucket])
                bucket++;
            return TimeSpan.FromMicroseconds(MiddleOf(bucket));
        }
    }

    // Below 64 µs a bucket each; above, 64 buckets to each doubling.
    private static int BucketOf(long value)
    {
        var shift = Math.Max(0, 63 - SubBits - BitOperations.LeadingZeroCount((ulong)value));
        return (shift * SubBuckets) + (int)(value >> shift);
    }

    private static double MiddleOf(int bucket)
    {
        var shift = Math.Max(0, (bucket / SubBuckets) - 1);
        var value = (long)(bucket - (shift * SubBuckets)) << shift;
        return value + (((1L << shift) - 1) / 2.0);
    }
}
