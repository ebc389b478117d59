using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RealtimeEmotion.Engine.Buffers;

namespace RealtimeEmotion.Engine.Resampling;

/// <summary>
/// Changes the sample rate of a mono stream by any ratio of whole numbers, with linear phase and no delay: output k is
/// the band-limited input's value at input time k · inputRate / outputRate, exactly.
/// </summary>
/// <remarks>
/// <para>Pass band to 0.9 of the lower of the two Nyquist frequencies with less than 0.01 dB of ripple; from that Nyquist
/// frequency on everything is below -100 dB, so nothing is folded or imaged above that, at any output frequency.
/// Rates 8 kHz … 384 kHz are tested; 1 kHz … 768 kHz are taken.</para>
/// <para>The position is a whole number and an exact fraction, so it never drifts, and an output depends on nothing
/// but the input's values: cutting the stream into any blocks gives the same bits. Where both rates are equal the
/// samples pass as they are. Samples that are not finite (or subnormal, or beyond 1e30) count as 0.</para>
/// <para>Allocates at construction only. Not thread-safe: one thread at a time.</para>
/// </remarks>
/// <example>
/// <code>
/// var resampler = new StreamingResampler(44100, 22050);
/// float[] output = new float[resampler.MaxOutput(block.Length)];
/// int count = resampler.Process(block, output);
/// </code>
/// </example>
public sealed class StreamingResampler
{
    private const int LowestRate = 1_000;
    private const int HighestRate = 768_000;
    private const int SmallestRoom = 8192;

    private readonly int _phases;
    private readonly int _advance;
    private readonly int _wholeStep;
    private readonly int _phaseStep;
    private readonly PolyphaseFilter? _filter;
    private readonly float[] _history = [];

    private int _fill;
    private int _start;
    private int _phase;
    private bool _ended;

    /// <summary>A conversion from one rate to another.</summary>
    /// <param name="inputRate">Sample rate of the input in hertz.</param>
    /// <param name="outputRate">Sample rate of the output in hertz.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is outside 1 000 … 768 000.</exception>
    public StreamingResampler(int inputRate, int outputRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputRate, LowestRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputRate, HighestRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputRate, LowestRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outputRate, HighestRate);
        InputRate = inputRate;
        OutputRate = outputRate;
        int common = Gcd(inputRate, outputRate);
        _phases = outputRate / common;
        _advance = inputRate / common;
        _wholeStep = _advance / _phases;
        _phaseStep = _advance % _phases;
        if (inputRate == outputRate)
            return;

        _filter = new PolyphaseFilter(_phases, (double)inputRate / outputRate);
        _history = new float[_filter.Taps + Math.Max(SmallestRoom, _filter.Taps)];
        Reset();
    }

    /// <summary>Sample rate of the input in hertz.</summary>
    public int InputRate { get; }

    /// <summary>Sample rate of the output in hertz.</summary>
    public int OutputRate { get; }

    /// <summary>
    /// How many input samples behind its own position an output needs before it appears (the filter's half length);
    /// 0 where the rates are equal.
    /// </summary>
    public int LookAhead => _filter?.HalfLength ?? 0;

    /// <summary>Input samples taken since the start.</summary>
    public long InputCount { get; private set; }

    /// <summary>Output samples given since the start.</summary>
    public long OutputCount { get; private set; }

    /// <summary>The most outputs that a call of <see cref="Flush"/> can give.</summary>
    public int MaxFlush => _filter is null ? 0 : MaxOutput(_filter.HalfLength);

    /// <summary>The most outputs that a call of <see cref="Process"/> can give.</summary>
    /// <param name="inputLength">Length of its input.</param>
    /// <returns>inputLength · outputRate / inputRate, rounded up, and one more.</returns>
    public int MaxOutput(int inputLength) => _filter is null ? inputLength : checked((int)(OutputsBefore(inputLength) + 1));

    /// <summary>
    /// How many outputs have been given, in all, when <paramref name="inputCount"/> inputs have (before a flush).
    /// </summary>
    /// <param name="inputCount">Inputs since the start, 0 or more.</param>
    public long OutputsAfter(long inputCount) => OutputsBefore(Math.Max(0, inputCount - LookAhead));

    /// <summary>Position of an output on the input's time axis.</summary>
    /// <param name="outputIndex">Index of the output, from 0.</param>
    /// <returns>outputIndex · inputRate / outputRate, in input samples.</returns>
    public double InputPositionOf(long outputIndex)
    {
        (long periods, long rest) = Math.DivRem(outputIndex, _phases);
        return periods * _advance + (double)(rest * _advance) / _phases;
    }

    /// <summary>How many inputs must have been given before an output appears.</summary>
    /// <param name="outputIndex">Index of the output, from 0.</param>
    public long InputNeededFor(long outputIndex)
    {
        (long periods, long rest) = Math.DivRem(outputIndex, _phases);
        return periods * _advance + rest * _advance / _phases + LookAhead + 1;
    }

    /// <summary>Takes a block and gives each output that it makes possible.</summary>
    /// <param name="input">Samples; all are taken. Must not overlap the output.</param>
    /// <param name="output">Room for <see cref="MaxOutput"/> samples (what is really given is what is needed).</param>
    /// <returns>Number of outputs.</returns>
    /// <exception cref="ArgumentException">The output is too short; nothing was taken.</exception>
    /// <exception cref="InvalidOperationException">The stream was ended by <see cref="Flush"/>.</exception>
    public int Process(ReadOnlySpan<float> input, Span<float> output)
    {
        if (_ended)
            throw new InvalidOperationException("The stream was flushed: Reset() begins a new one.");
        RequireRoom(OutputsAfter(InputCount + input.Length), output);
        InputCount += input.Length;
        if (_filter is null)
        {
            FiniteSamples.Copy(input, output);
            OutputCount = InputCount;
            return input.Length;
        }

        int given = 0;
        while (!input.IsEmpty)
        {
            int count = Math.Min(MakeRoom(), input.Length);
            FiniteSamples.Copy(input[..count], _history.AsSpan(_fill));
            _fill += count;
            input = input[count..];
            given += Produce(_filter, output[given..]);
        }

        OutputCount += given;
        return given;
    }

    /// <summary>
    /// Ends the stream: gives the outputs that are still due as if silence followed, so that n inputs gave
    /// n · outputRate / inputRate outputs, rounded up, in all. A second call gives none.
    /// </summary>
    /// <param name="output">Room for <see cref="MaxFlush"/> samples.</param>
    /// <returns>Number of outputs.</returns>
    /// <exception cref="ArgumentException">The output is too short; the stream was not ended.</exception>
    public int Flush(Span<float> output)
    {
        if (_ended)
            return 0;
        RequireRoom(OutputsBefore(InputCount), output);
        _ended = true;
        if (_filter is null)
            return 0;

        // The output at input time t appears with input t + LookAhead: LookAhead zeros release exactly those below n.
        int given = 0;
        for (int missing = _filter.HalfLength; missing > 0;)
        {
            int count = Math.Min(MakeRoom(), missing);
            _history.AsSpan(_fill, count).Clear();
            _fill += count;
            missing -= count;
            given += Produce(_filter, output[given..]);
        }

        OutputCount += given;
        return given;
    }

    /// <summary>Begins a new stream.</summary>
    public void Reset()
    {
        InputCount = 0;
        OutputCount = 0;
        _ended = false;
        _phase = 0;
        _start = 0;
        _fill = 0;
        if (_filter is null)
            return;

        // What was before the stream is silence.
        _fill = _filter.HalfLength - 1;
        _history.AsSpan(0, _fill).Clear();
    }

    /// <summary>Number of outputs whose position lies before an input position: ceil(position · L / M).</summary>
    private long OutputsBefore(long position)
    {
        (long periods, long rest) = Math.DivRem(position, _advance);
        return periods * _phases + (rest * _phases + _advance - 1) / _advance;
    }

    private void RequireRoom(long outputsThen, Span<float> output)
    {
        long due = outputsThen - OutputCount;
        if (output.Length < due)
            throw new ArgumentException($"Room for {due} samples is needed, {output.Length} given.", nameof(output));
    }

    /// <summary>Room behind the history, by moving what is still needed to its front where there is none.</summary>
    private int MakeRoom()
    {
        if (_fill == _history.Length)
        {
            _history.AsSpan(_start, _fill - _start).CopyTo(_history);
            _fill -= _start;
            _start = 0;
        }

        return _history.Length - _fill;
    }

    private int Produce(PolyphaseFilter filter, Span<float> output)
    {
        int taps = filter.Taps;
        int last = _fill - taps;
        int given = 0;
        ref float history = ref MemoryMarshal.GetArrayDataReference(_history);
        ref float rows = ref MemoryMarshal.GetArrayDataReference(filter.Values);

        // Outputs one period (M inputs, L outputs) apart share their row: four periods at a time while they last.
        int groups = filter.IsInterpolated ? 0 : (last - _start) / (4 * _advance);
        for (int group = 0; group < groups; group++, _start += 4 * _advance, given += 4 * _phases)
        {
            // A group begins and ends in the same phase.
            int start = _start;
            int phase = _phase;
            Span<float> outputs = output.Slice(given, 4 * _phases);
            for (int i = 0; i < outputs.Length / 4; i++)
            {
                ref float row = ref Unsafe.Add(ref rows, (nint)phase * taps);
                DotFour(ref Unsafe.Add(ref history, start), _advance, ref row, taps, ref outputs[i], _phases);
                start += _wholeStep;
                phase += _phaseStep;
                if (phase >= _phases)
                {
                    phase -= _phases;
                    start++;
                }
            }
        }

        while (_start <= last)
        {
            ref float samples = ref Unsafe.Add(ref history, _start);
            int phase = _phase;
            Step();
            if (filter.IsInterpolated)
            {
                (long row, long rest) = Math.DivRem((long)phase * filter.Rows, _phases);
                ref float between = ref Unsafe.Add(ref rows, (nint)row * taps);
                output[given++] = DotBetween(ref samples, ref between, taps, (float)((double)rest / _phases));
                continue;
            }

            ref float row0 = ref Unsafe.Add(ref rows, (nint)phase * taps);
            if (_start > last)
            {
                output[given++] = Dot(ref samples, ref row0, taps);
                break;
            }

            ref float next = ref Unsafe.Add(ref history, _start);
            ref float row1 = ref Unsafe.Add(ref rows, (nint)_phase * taps);
            Step();
            DotTwo(ref samples, ref row0, ref next, ref row1, taps, output.Slice(given, 2));
            given += 2;
        }

        return given;
    }

    /// <summary>Moves to the next output's place.</summary>
    private void Step()
    {
        _start += _wholeStep;
        _phase += _phaseStep;
        if (_phase >= _phases)
        {
            _phase -= _phases;
            _start++;
        }
    }

    // One order of summation in all four: two accumulators of 8 lanes, even and odd vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot(ref float samples, ref float taps, int count)
    {
        Vector256<float> even = Vector256<float>.Zero;
        Vector256<float> odd = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)count; i += 16)
        {
            even = Vector256.MultiplyAddEstimate(
                Vector256.LoadUnsafe(ref samples, i), Vector256.LoadUnsafe(ref taps, i), even);
            odd = Vector256.MultiplyAddEstimate(
                Vector256.LoadUnsafe(ref samples, i + 8), Vector256.LoadUnsafe(ref taps, i + 8), odd);
        }

        return Vector256.Sum(even + odd);
    }

    /// <summary>Two outputs side by side: twice the independent additions in flight, the same sums.</summary>
    private static void DotTwo(
        ref float samples0, ref float taps0, ref float samples1, ref float taps1, int count, Span<float> output)
    {
        Vector256<float> even0 = Vector256<float>.Zero;
        Vector256<float> odd0 = Vector256<float>.Zero;
        Vector256<float> even1 = Vector256<float>.Zero;
        Vector256<float> odd1 = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)count; i += 16)
        {
            even0 = Vector256.MultiplyAddEstimate(
                Vector256.LoadUnsafe(ref samples0, i), Vector256.LoadUnsafe(ref taps0, i), even0);
            even1 = Vector256.MultiplyAddEstimate(
                Vector256.LoadUnsafe(ref samples1, i), Vector256.LoadUnsafe(ref taps1, i), even1);
            odd0 = Vector256.MultiplyAddEstimate(
                Vector256.LoadUnsafe(ref samples0, i + 8), Vector256.LoadUnsafe(ref taps0, i + 8), odd0);
            odd1 = Vector256.MultiplyAddEstimate(
                Vector256.LoadUnsafe(ref samples1, i + 8), Vector256.LoadUnsafe(ref taps1, i + 8), odd1);
        }

        output[0] = Vector256.Sum(even0 + odd0);
        output[1] = Vector256.Sum(even1 + odd1);
    }

    /// <summary>Two neighbouring rows at once, and the straight line between their results.</summary>
    private static float DotBetween(ref float samples, ref float taps, int count, float share)
    {
        ref float next = ref Unsafe.Add(ref taps, count);
        Vector256<float> even0 = Vector256<float>.Zero;
        Vector256<float> odd0 = Vector256<float>.Zero;
        Vector256<float> even1 = Vector256<float>.Zero;
        Vector256<float> odd1 = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)count; i += 16)
        {
            Vector256<float> low = Vector256.LoadUnsafe(ref samples, i);
            Vector256<float> high = Vector256.LoadUnsafe(ref samples, i + 8);
            even0 = Vector256.MultiplyAddEstimate(low, Vector256.LoadUnsafe(ref taps, i), even0);
            odd0 = Vector256.MultiplyAddEstimate(high, Vector256.LoadUnsafe(ref taps, i + 8), odd0);
            even1 = Vector256.MultiplyAddEstimate(low, Vector256.LoadUnsafe(ref next, i), even1);
            odd1 = Vector256.MultiplyAddEstimate(high, Vector256.LoadUnsafe(ref next, i + 8), odd1);
        }

        float here = Vector256.Sum(even0 + odd0);
        return here + share * (Vector256.Sum(even1 + odd1) - here);
    }

    /// <summary>Four outputs that share their taps, which are then loaded once instead of four times.</summary>
    private static void DotFour(
        ref float samples, int step, ref float taps, int count, ref float output, int outputStep)
    {
        ref float samples1 = ref Unsafe.Add(ref samples, step);
        ref float samples2 = ref Unsafe.Add(ref samples, 2 * step);
        ref float samples3 = ref Unsafe.Add(ref samples, 3 * step);
        Vector256<float> even0 = Vector256<float>.Zero;
        Vector256<float> odd0 = Vector256<float>.Zero;
        Vector256<float> even1 = Vector256<float>.Zero;
        Vector256<float> odd1 = Vector256<float>.Zero;
        Vector256<float> even2 = Vector256<float>.Zero;
        Vector256<float> odd2 = Vector256<float>.Zero;
        Vector256<float> even3 = Vector256<float>.Zero;
        Vector256<float> odd3 = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)count; i += 16)
        {
            Vector256<float> low = Vector256.LoadUnsafe(ref taps, i);
            Vector256<float> high = Vector256.LoadUnsafe(ref taps, i + 8);
            even0 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref samples, i), low, even0);
            even1 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref samples1, i), low, even1);
            even2 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref samples2, i), low, even2);
            even3 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref samples3, i), low, even3);
            odd0 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref samples, i + 8), high, odd0);
            odd1 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref samples1, i + 8), high, odd1);
            odd2 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref samples2, i + 8), high, odd2);
            odd3 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref samples3, i + 8), high, odd3);
        }

        output = Vector256.Sum(even0 + odd0);
        Unsafe.Add(ref output, outputStep) = Vector256.Sum(even1 + odd1);
        Unsafe.Add(ref output, 2 * outputStep) = Vector256.Sum(even2 + odd2);
        Unsafe.Add(ref output, 3 * outputStep) = Vector256.Sum(even3 + odd3);
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
