using System.Numerics;
using System.Runtime.InteropServices;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Buffers;

/// <summary>
/// A lock-free ring of samples between one producer thread (the audio thread) and one consumer thread (the analysis).
/// Positions count every sample ever offered, the lost ones too, so what comes out is always known in stream time.
/// </summary>
/// <remarks>
/// <para><see cref="Write"/> is the producer's; <see cref="Read"/>, <see cref="Available"/> and
/// <see cref="TryReadOverrun"/> are the consumer's; <see cref="WritePosition"/>, <see cref="OverrunSamples"/> and
/// <see cref="OverrunCount"/> may be read by any thread. <see cref="Reset"/> wants both sides at rest.</para>
/// <para>Nothing is ever overwritten: what does not fit is refused and entered into a list of gaps, which the consumer
/// walks in step with the samples. If that list is full too, everything offered is refused, and so joins the last gap,
/// until the consumer has made room: fewer samples arrive, but each position and total stays exact.</para>
/// <para>Positions are 64-bit and compared by their difference, so the ring has no last sample.</para>
/// </remarks>
[RealTimeSafe]
public sealed class AudioRing
{
    private const int LargestCapacity = 1 << 30;
    private const int GapSlots = 256;
    private const int ReportSlots = 256;

    private readonly float[] _samples;
    private readonly int _mask;
    private readonly Gap[] _gaps = new Gap[GapSlots];
    private readonly AudioOverrun[] _reports = new AudioOverrun[ReportSlots];
    private ProducerSide _producer;
    private ConsumerSide _consumer;

    /// <summary>A ring for at least <paramref name="capacity"/> samples.</summary>
    /// <param name="capacity">1 … 2^30, rounded up to a power of two.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is outside that range.</exception>
    public AudioRing(int capacity) : this(capacity, 0)
    {
    }

    /// <summary>A ring whose stream begins at <paramref name="position"/>: lets a test stand before each wrap-around.</summary>
    internal AudioRing(int capacity, long position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, LargestCapacity);
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)capacity);
        _samples = new float[size];
        _mask = size - 1;
        StartAt(position);
    }

    /// <summary>Samples the ring can hold; a power of two.</summary>
    public int Capacity => _samples.Length;

    /// <summary>Samples that the consumer can read now, gaps between them or not. Consumer's thread.</summary>
    public int Available => (int)(Volatile.Read(ref _producer.Stored) - _consumer.Read);

    /// <summary>Stream position of the next sample to be offered: all samples ever offered. Any thread.</summary>
    public long WritePosition => Volatile.Read(ref _producer.Offered);

    /// <summary>Samples lost since the start. Any thread.</summary>
    public long OverrunSamples => Volatile.Read(ref _producer.Lost);

    /// <summary>Separate stretches of lost samples since the start. Any thread.</summary>
    public long OverrunCount => Volatile.Read(ref _producer.Overruns);

    /// <summary>Offers a block. Producer's thread.</summary>
    /// <param name="block">Samples, any number.</param>
    /// <returns>How many were taken, counted from the block's start; the rest is lost and entered as an overrun.</returns>
    public int Write(ReadOnlySpan<float> block)
    {
        if (block.IsEmpty)
            return 0;

        long stored = _producer.Stored;
        int accepted = block.Length;
        if (_producer.UnlistedLoss && !TryListLoss())
        {
            accepted = 0;
        }
        else if (stored + block.Length - _producer.ReadSeen > Capacity)
        {
            _producer.ReadSeen = Volatile.Read(ref _consumer.Read);
            accepted = (int)Math.Min(block.Length, Capacity - (stored - _producer.ReadSeen));
        }

        if (accepted > 0)
        {
            int start = (int)stored & _mask;
            int first = Math.Min(accepted, Capacity - start);
            block[..first].CopyTo(_samples.AsSpan(start));
            block[first..accepted].CopyTo(_samples);
            _producer.InGap = false;
            Volatile.Write(ref _producer.Stored, stored + accepted);
        }

        if (accepted < block.Length)
            Lose(block.Length - accepted);
        Volatile.Write(ref _producer.Offered, _producer.Offered + block.Length);
        return accepted;
    }

    /// <summary>Takes samples that are neighbours in the stream: stops where samples were lost. Consumer's thread.</summary>
    /// <param name="destination">Room for the samples.</param>
    /// <param name="position">
    /// Stream position of <c>destination[0]</c>; where nothing was read, of the sample that will come next as far as
    /// is known now.
    /// </param>
    /// <returns>Number of samples read; 0 where none wait (or there is no room for any).</returns>
    public int Read(Span<float> destination, out long position)
    {
        long read = _consumer.Read;
        int wanted = destination.Length;
        if (_consumer.StoredSeen - read < wanted)
            _consumer.StoredSeen = Volatile.Read(ref _producer.Stored);

        int count = (int)Math.Min(wanted, _consumer.StoredSeen - read);
        if (_consumer.GapTail != Volatile.Read(ref _producer.GapHead))
            count = StopAtGap(read, count);
        position = read + _consumer.LostBefore;
        if (count == 0)
            return 0;

        int start = (int)read & _mask;
        int first = Math.Min(count, Capacity - start);
        _samples.AsSpan(start, first).CopyTo(destination);
        _samples.AsSpan(0, count - first).CopyTo(destination[first..]);
        Volatile.Write(ref _consumer.Read, read + count);
        return count;
    }

    /// <summary>
    /// The oldest overrun not yet collected, also one whose place <see cref="Read"/> has not reached. Consumer's thread.
    /// </summary>
    /// <param name="overrun">Where and how many. One that is still going on comes in parts.</param>
    /// <returns>False where there is none.</returns>
    /// <remarks>Overruns that nobody collects are kept, up to 256; later ones are merged into the newest report.</remarks>
    public bool TryReadOverrun(out AudioOverrun overrun)
    {
        if (_consumer.ReportCount > 0)
        {
            overrun = _reports[_consumer.ReportFirst];
            _consumer.ReportFirst = (_consumer.ReportFirst + 1) % ReportSlots;
            _consumer.ReportCount--;
            return true;
        }

        long head = Volatile.Read(ref _producer.GapHead);
        while (_consumer.GapReported != head)
        {
            ref Gap gap = ref _gaps[_consumer.GapReported % GapSlots];
            // Read Stored before the gap's length: once samples lie behind a gap, its length is final.
            bool final = Volatile.Read(ref _producer.Stored) != gap.At;
            long lost = Volatile.Read(ref gap.LostThrough);
            bool grown = lost != _consumer.LostReported;
            overrun = new AudioOverrun(
                gap.At + _consumer.LostReported, lost - _consumer.LostReported, gap.At + lost);
            _consumer.LostReported = lost;
            if (final)
                _consumer.GapReported++;
            if (grown)
                return true;
            if (!final)
                break;
        }

        overrun = default;
        return false;
    }

    /// <summary>Forgets all samples, positions and counts. Neither side may be working.</summary>
    [SetUp]
    public void Reset() => StartAt(0);

    private void StartAt(long position)
    {
        _producer = new ProducerSide { Stored = position, ReadSeen = position, Offered = position };
        _consumer = new ConsumerSide { Read = position, StoredSeen = position };
    }

    /// <summary>The number of samples up to the next gap; passes the gaps that lie at the read position itself.</summary>
    private int StopAtGap(long read, int count)
    {
        long head = Volatile.Read(ref _producer.GapHead);
        while (_consumer.GapTail != head)
        {
            ref Gap gap = ref _gaps[_consumer.GapTail % GapSlots];
            long ahead = gap.At - read;
            if (ahead > 0)
                return (int)Math.Min(count, ahead);

            // A gap at the producer's edge may still grow: it is passed as far as it goes, and left only when samples
            // lie behind it. Stored is read before the length (see TryReadOverrun).
            bool final = Volatile.Read(ref _producer.Stored) != gap.At;
            long lost = Volatile.Read(ref gap.LostThrough);
            _consumer.LostBefore = lost;
            if (!final)
                return 0;
            if (_consumer.GapReported == _consumer.GapTail)
            {
                if (lost != _consumer.LostReported)
                    Keep(new AudioOverrun(gap.At + _consumer.LostReported, lost - _consumer.LostReported, gap.At + lost));
                _consumer.LostReported = lost;
                _consumer.GapReported++;
            }

            Volatile.Write(ref _consumer.GapTail, _consumer.GapTail + 1);
        }

        return count;
    }

    private void Keep(AudioOverrun overrun)
    {
        if (_consumer.ReportCount < ReportSlots)
        {
            _reports[(_consumer.ReportFirst + _consumer.ReportCount) % ReportSlots] = overrun;
            _consumer.ReportCount++;
            return;
        }

        ref AudioOverrun last = ref _reports[(_consumer.ReportFirst + ReportSlots - 1) % ReportSlots];
        last = new AudioOverrun(last.Position, last.Length + overrun.Length, overrun.End);
    }

    private void Lose(int count)
    {
        if (!_producer.InGap)
        {
            _producer.InGap = true;
            _producer.GapListed = false;
            Volatile.Write(ref _producer.Overruns, _producer.Overruns + 1);
        }

        Volatile.Write(ref _producer.Lost, _producer.Lost + count);
        _producer.UnlistedLoss = true;
        TryListLoss();
    }

    /// <summary>Enters all losses so far into the gap list; false where the list is full.</summary>
    private bool TryListLoss()
    {
        long head = _producer.GapHead;
        if (_producer.GapListed)
        {
            Volatile.Write(ref _gaps[(head - 1) % GapSlots].LostThrough, _producer.Lost);
        }
        else
        {
            if (head - Volatile.Read(ref _consumer.GapTail) >= GapSlots)
                return false;
            ref Gap gap = ref _gaps[head % GapSlots];
            gap.At = _producer.Stored;
            gap.LostThrough = _producer.Lost;
            _producer.GapListed = true;
            Volatile.Write(ref _producer.GapHead, head + 1);
        }

        _producer.UnlistedLoss = false;
        return true;
    }

    /// <summary>After <see cref="At"/> stored samples, the losses since the start amount to <see cref="LostThrough"/>.</summary>
    private struct Gap
    {
        public long At;
        public long LostThrough;
    }

    // Two cache lines (neighbours are fetched in pairs) before and behind each side, so that neither side's writes
    // take the line from under the other.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct ProducerSide
    {
        [FieldOffset(128)] public long Stored;
        [FieldOffset(136)] public long Offered;
        [FieldOffset(144)] public long Lost;
        [FieldOffset(152)] public long Overruns;
        [FieldOffset(160)] public long GapHead;
        [FieldOffset(168)] public long ReadSeen;
        [FieldOffset(176)] public bool InGap;
        [FieldOffset(177)] public bool GapListed;
        [FieldOffset(178)] public bool UnlistedLoss;
    }

    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct ConsumerSide
    {
        [FieldOffset(128)] public long Read;
        [FieldOffset(136)] public long StoredSeen;
        [FieldOffset(144)] public long GapTail;
        [FieldOffset(152)] public long LostBefore;
        [FieldOffset(160)] public long GapReported;
        [FieldOffset(168)] public long LostReported;
        [FieldOffset(176)] public int ReportFirst;
        [FieldOffset(180)] public int ReportCount;
    }
}
