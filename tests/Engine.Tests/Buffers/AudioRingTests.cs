using CsCheck;
using RealtimeEmotion.Engine.Buffers;
using Xunit;

namespace RealtimeEmotion.Engine.Tests.Buffers;

public sealed class AudioRingTests
{
    /// <summary>Starts just before each place where a narrower or signed counter would wrap.</summary>
    public static TheoryData<long> Starts => [0, (1L << 31) - 1000, (1L << 32) - 1000, (1L << 53) - 1000, long.MaxValue - 1000, -1000];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(1000, 1024)]
    [InlineData(4096, 4096)]
    public void Capacity_is_rounded_up_to_a_power_of_two(int asked, int given) => Assert.Equal(given, new AudioRing(asked).Capacity);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(int.MaxValue)]
    public void Impossible_capacities_are_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AudioRing(capacity));

    [Theory]
    [MemberData(nameof(Starts))]
    public void Every_sample_comes_out_in_order_and_at_its_position(long start)
    {
        var ring = new AudioRing(64, start);
        var random = new Random(1);
        float[] block = new float[64];
        float[] output = new float[64];
        long written = start;
        long read = start;
        while (written - start < 5000)
        {
            int count = random.Next(0, Math.Min(65, 64 - (int)(written - read) + 1));
            for (int i = 0; i < count; i++)
                block[i] = Content(written + i);
            Assert.Equal(count, ring.Write(block.AsSpan(0, count)));
            written += count;
            Assert.Equal(written, ring.WritePosition);
            Assert.Equal((int)(written - read), ring.Available);

            int got = ring.Read(output.AsSpan(0, random.Next(0, 65)), out long position);
            Assert.Equal(read, position);
            for (int i = 0; i < got; i++)
                Assert.Equal(Content(read + i), output[i]);
            read += got;
        }

        Assert.Equal(0, ring.OverrunSamples);
        Assert.Equal(0, ring.OverrunCount);
        Assert.False(ring.TryReadOverrun(out _));
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void What_does_not_fit_is_reported_with_its_position(long start)
    {
        var ring = new AudioRing(8, start);
        float[] output = new float[32];
        Assert.Equal(8, ring.Write(Contents(start, 13)));
        Assert.Equal(5, ring.OverrunSamples);
        Assert.Equal(1, ring.OverrunCount);
        Assert.Equal(start + 13, ring.WritePosition);
        Assert.True(ring.TryReadOverrun(out AudioOverrun overrun));
        Assert.Equal(new AudioOverrun(start + 8, 5, start + 13), overrun);
        Assert.False(ring.TryReadOverrun(out _));

        // The same overrun goes on; only the new part is reported.
        Assert.Equal(0, ring.Write(Contents(start + 13, 2)));
        Assert.Equal(1, ring.OverrunCount);
        Assert.True(ring.TryReadOverrun(out overrun));
        Assert.Equal(new AudioOverrun(start + 13, 2, start + 15), overrun);

        Assert.Equal(3, ring.Read(output.AsSpan(0, 3), out long position));
        Assert.Equal(start, position);
        Assert.Equal(3, ring.Write(Contents(start + 15, 3)));

        // A read stops at the gap although more samples wait.
        Assert.Equal(8, ring.Available);
        Assert.Equal(5, ring.Read(output, out position));
        Assert.Equal(start + 3, position);
        Assert.Equal(Contents(start + 3, 5), output.AsSpan(0, 5));
        Assert.Equal(3, ring.Read(output, out position));
        Assert.Equal(start + 15, position);
        Assert.Equal(Contents(start + 15, 3), output.AsSpan(0, 3));
        Assert.Equal(0, ring.Read(output, out position));
        Assert.Equal(start + 18, position);
        Assert.False(ring.TryReadOverrun(out _));
    }

    [Fact]
    public void An_empty_read_behind_a_growing_gap_says_where_the_next_sample_will_be()
    {
        var ring = new AudioRing(4);
        float[] output = new float[4];
        ring.Write(Contents(0, 6));
        Assert.Equal(4, ring.Read(output, out _));
        Assert.Equal(0, ring.Read(output, out long position));
        Assert.Equal(6, position);
        Assert.True(ring.TryReadOverrun(out AudioOverrun overrun));
        Assert.Equal(new AudioOverrun(4, 2, 6), overrun);
        Assert.Equal(0, ring.Write([]));
        Assert.Equal(2, ring.Write(Contents(6, 2)));
        Assert.Equal(2, ring.Read(output, out position));
        Assert.Equal(6, position);
    }

    [Fact]
    public void When_the_gap_list_is_full_totals_and_positions_stay_exact()
    {
        // A small block of losses after each stored sample fills the list of gaps long before the ring is full.
        var ring = new AudioRing(1024);
        float[] output = new float[1024];
        var arrived = new List<(long Position, float Value)>();
        long offered = 0;
        void Offer(int count)
        {
            ring.Write(Contents(offered, count));
            offered += count;
        }

        Offer(1024);
        for (int i = 0; i < 1000; i++)
        {
            Offer(2);
            Collect(1);
            Offer(1);
        }

        void Collect(int count)
        {
            int got = ring.Read(output.AsSpan(0, count), out long position);
            for (int i = 0; i < got; i++)
                arrived.Add((position + i, output[i]));
        }

        while (ring.Available > 0)
            Collect(1024);
        Offer(3);
        Collect(1024);

        Assert.Equal(offered, ring.WritePosition);
        Assert.Equal(offered, arrived.Count + ring.OverrunSamples);
        Assert.All(arrived, sample => Assert.Equal(Content(sample.Position), sample.Value));
        long reported = 0;
        long end = 0;
        var reports = new List<AudioOverrun>();
        while (ring.TryReadOverrun(out AudioOverrun overrun))
        {
            Assert.True(overrun.Position >= end);
            Assert.True(overrun.End - overrun.Position >= overrun.Length);
            end = overrun.End;
            reported += overrun.Length;
            reports.Add(overrun);
        }

        Assert.Equal(ring.OverrunSamples, reported);
        var positions = arrived.Select(sample => sample.Position).ToHashSet();
        for (long position = 0; position < offered; position++)
            Assert.True(positions.Contains(position) || reports.Any(r => position >= r.Position && position < r.End));
    }

    [Fact]
    public void Reports_that_nobody_collects_are_merged_and_lose_nothing()
    {
        var ring = new AudioRing(1);
        float[] output = new float[1];
        for (int i = 0; i < 1000; i++)
        {
            ring.Write([1f, 2f]);
            Assert.Equal(1, ring.Read(output, out long position));
            Assert.Equal(2 * i, position);
        }

        Assert.Equal(1000, ring.OverrunCount);
        long reported = 0;
        int reports = 0;
        AudioOverrun last = default;
        while (ring.TryReadOverrun(out AudioOverrun overrun))
        {
            reported += overrun.Length;
            reports++;
            last = overrun;
        }

        Assert.Equal(1000, reported);
        Assert.InRange(reports, 256, 258);
        Assert.Equal(2000, last.End);
    }

    [Fact]
    public void Any_sequence_of_writes_and_reads_accounts_for_every_sample()
    {
        Gen<(bool Write, int Count)[]> operations = Gen.Select(Gen.Bool, Gen.Int[0, 40]).Array[0, 200];
        Gen.Select(operations, Gen.Int[0, 5]).Sample((steps, exponent) =>
        {
            var ring = new AudioRing(1 << exponent);
            long offered = 0;
            long expected = 0;
            long reported = 0;
            float[] output = new float[40];
            foreach ((bool write, int count) in steps)
            {
                if (write)
                {
                    ring.Write(Contents(offered, count));
                    offered += count;
                    continue;
                }

                int got = ring.Read(output.AsSpan(0, count), out long position);
                for (int i = 0; i < got; i++)
                {
                    if (output[i] != Content(position + i))
                        return false;
                }

                // What lies between the last read and this one was lost, all of it.
                while (expected < position && ring.TryReadOverrun(out AudioOverrun overrun))
                {
                    if (overrun.Position != expected)
                        return false;
                    expected = overrun.End;
                    reported += overrun.Length;
                }

                if (expected != position)
                    return false;
                expected += got;
            }

            while (ring.TryReadOverrun(out AudioOverrun overrun))
                reported += overrun.Length;
            return reported == ring.OverrunSamples && offered == ring.WritePosition;
        });
    }

    [Fact]
    public void Reset_forgets_everything()
    {
        var ring = new AudioRing(4);
        ring.Write(Contents(0, 9));
        ring.Reset();
        Assert.Equal(0, ring.WritePosition);
        Assert.Equal(0, ring.OverrunSamples);
        Assert.Equal(0, ring.OverrunCount);
        Assert.Equal(0, ring.Available);
        Assert.False(ring.TryReadOverrun(out _));
        Assert.Equal(3, ring.Write(Contents(0, 3)));
        Assert.Equal(3, ring.Read(new float[4], out long position));
        Assert.Equal(0, position);
    }

    [Fact]
    public void Two_threads_pass_a_hundred_million_samples_unharmed()
    {
        // The producer waits for room, so nothing may be lost.
        const long Total = 110_000_000;
        var ring = new AudioRing(1 << 14, (1L << 31) - 50_000_000);
        long start = ring.WritePosition;
        float[] pattern = Pattern();
        var producer = new Thread(() =>
        {
            var random = new Random(2);
            var wait = new SpinWait();
            for (long done = 0; done < Total;)
            {
                int count = (int)Math.Min(random.Next(1, 8193), Total - done);
                while (ring.WritePosition - Interlocked.Read(ref _consumed) + count > ring.Capacity)
                    wait.SpinOnce(-1);
                ring.Write(pattern.AsSpan((int)((start + done) % PatternLength), count));
                done += count;
            }
        });
        _consumed = start;
        producer.Start();
        float[] output = new float[4096];
        var spin = new SpinWait();
        bool intact = true;
        while (_consumed - start < Total)
        {
            int got = ring.Read(output, out long position);
            intact &= position == _consumed
                && output.AsSpan(0, got).SequenceEqual(pattern.AsSpan((int)(position % PatternLength), got));
            if (got == 0)
                spin.SpinOnce(-1);
            Interlocked.Exchange(ref _consumed, _consumed + got);
        }

        producer.Join();
        Assert.True(intact);
        Assert.Equal(start + Total, ring.WritePosition);
        Assert.Equal(0, ring.OverrunSamples);
    }

    private long _consumed;

    [Theory]
    [InlineData(1 << 12, 1024, 100_000_000)]
    [InlineData(2, 5, 15_000_000)]
    public void Two_threads_with_forced_overruns_account_for_every_sample(int capacity, int largestBlock, long total)
    {
        // The producer never waits and the consumer stalls now and then: every sample arrives with the right content
        // at the right position, or lies in a reported overrun, all in order and without a hole. In the tiny ring
        // the two meet at its edges all the time.
        const long AtLeastArrived = 100_000;
        var ring = new AudioRing(capacity, (1L << 32) - 50_000_000);
        long start = ring.WritePosition;
        float[] pattern = Pattern();
        bool finished = false;
        long arrived = 0;
        var producer = new Thread(() =>
        {
            var random = new Random(3);
            long done = 0;
            while (done < total || (Interlocked.Read(ref arrived) < AtLeastArrived && !Volatile.Read(ref finished)))
            {
                int count = random.Next(1, largestBlock + 1);
                ring.Write(pattern.AsSpan((int)((start + done) % PatternLength), count));
                done += count;
                if (random.Next(16) == 0)
                    Thread.Yield();
            }

            Volatile.Write(ref finished, true);
        });
        producer.Start();
        var stalls = new Random(4);
        float[] output = new float[1024];
        long expected = start;
        bool intact = true;
        long reported = 0;
        while (true)
        {
            bool last = Volatile.Read(ref finished);
            int got = ring.Read(output.AsSpan(0, stalls.Next(1, largestBlock + 1)), out long position);
            while (expected < position && ring.TryReadOverrun(out AudioOverrun overrun))
            {
                // As long as the consumer collects at once, nothing is ever merged.
                intact &= overrun.Position == expected && overrun.End - overrun.Position == overrun.Length;
                expected = overrun.End;
                reported += overrun.Length;
            }

            // The report may already reach further than this read knew, never less far.
            intact &= got == 0 ? expected >= position : expected == position;
            if (got > 0)
            {
                intact &= output.AsSpan(0, got).SequenceEqual(pattern.AsSpan((int)(position % PatternLength), got));
                expected = position + got;
                Interlocked.Add(ref arrived, got);
            }
            else if (last)
            {
                break;
            }

            if (stalls.Next(64) == 0)
                Thread.Yield();
        }

        producer.Join();
        while (ring.TryReadOverrun(out AudioOverrun overrun))
        {
            reported += overrun.Length;
            expected = overrun.End;
        }

        Assert.True(intact);
        Assert.Equal(ring.WritePosition, expected);
        Assert.Equal(ring.OverrunSamples, reported);
        Assert.Equal(ring.WritePosition - start, arrived + reported);
        Assert.True(ring.OverrunCount > 10, "the test forced no overruns");
    }

    [Fact]
    public void Writing_and_reading_allocate_nothing()
    {
        var ring = new AudioRing(256);
        float[] block = new float[100];
        float[] output = new float[70];
        void Turn()
        {
            ring.Write(block);
            ring.Read(output, out _);
            ring.TryReadOverrun(out _);
        }

        for (int i = 0; i < 1000; i++)
            Turn();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100_000; i++)
            Turn();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Prime, so that a slip by any power of two shows.
    private const int PatternLength = 65_521;

    /// <summary>The stream's content from any position: the pattern once more behind its end for blocks across it.</summary>
    private static float[] Pattern()
    {
        float[] pattern = new float[PatternLength + 8192];
        for (int i = 0; i < pattern.Length; i++)
            pattern[i] = i % PatternLength;
        return pattern;
    }

    private static float Content(long position) => (ulong)position % 65_521;

    private static float[] Contents(long position, int count)
    {
        float[] block = new float[count];
        for (int i = 0; i < count; i++)
            block[i] = Content(position + i);
        return block;
    }
}
