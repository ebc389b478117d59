using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RealtimeEmotion.Engine.Buffers;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Loudness;

/// <summary>
/// Momentary (400 ms) and short-term (3 s) loudness in LUFS, as EBU Tech 3341 defines them over ITU-R BS.1770. For the
/// audio thread; the values may be read there.
/// </summary>
/// <remarks>
/// Power is summed in steps of 100 ms that begin with the stream, so values do not depend on how blocks are cut. Before a
/// whole span has passed, the mean is over what there is. What is no sound (NaN, infinity) counts as 0.
/// </remarks>
[RealTimeSafe]
public sealed class LoudnessMeter
{
    /// <summary>Steps in a second.</summary>
    public const int StepsPerSecond = 10;

    /// <summary>The loudness at and below which there is nothing: EBU R128's absolute gate, in LUFS.</summary>
    public const double AbsoluteGate = -70;

    /// <summary>The most channels.</summary>
    public const int MostChannels = 8;

    private const int MomentarySteps = 4;
    private const int ShortTermSteps = 30;

    // How far back ShortTermAt can look: beyond the span itself, over three seconds.
    private const int KeptSteps = 64;
    private const double Offset = -0.691;
    private const double Surround = 1.41;

    // States decay through subnormal numbers, which are slow; from here on they are 0. -600 dB.
    private const double Nothing = 1e-30;

    private readonly KWeighting _filter;
    private readonly int _channels;
    private readonly double[] _weights;
    private readonly int _stepLength;
    private readonly double[] _steps = new double[KeptSteps];

    // One register pair for two channels: shelf 1, shelf 2, high-pass 1, high-pass 2.
    private readonly Vector128<double>[] _states;
    private long _stepCount;
    private int _filled;
    private double _power;

    /// <param name="sampleRate">In hertz, above 0.</param>
    /// <param name="channels">1 … <see cref="MostChannels"/>, in the order left, right, centre, LFE, surrounds, as
    /// <see cref="WeightsOf"/> has it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public LoudnessMeter(int sampleRate, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, MostChannels);
        _filter = new KWeighting(sampleRate);
        _channels = channels;
        _stepLength = Math.Max(1, (sampleRate + (StepsPerSecond / 2)) / StepsPerSecond);
        _weights = [.. WeightsOf(channels), 0];
        _states = new Vector128<double>[4 * ((channels + 1) / 2)];
    }

    /// <summary>Samples in a step.</summary>
    public int StepLength => _stepLength;

    /// <summary>Samples that are missing to a whole step, 1 … <see cref="StepLength"/>.</summary>
    public int LeftInStep => _stepLength - _filled;

    /// <summary>Loudness of the newest 400 ms of whole steps, in LUFS; −∞ before the first step and for silence.</summary>
    public double Momentary => Loudness(_stepCount, MomentarySteps);

    /// <summary>Loudness of the newest 3 s of whole steps, in LUFS; −∞ before the first step and for silence.</summary>
    public double ShortTerm => Loudness(_stepCount, ShortTermSteps);

    /// <summary>
    /// The channels' weights in the sum of powers: 1 in front, 1.41 at the sides, 0 for the LFE (BS.1770-5, tables 3 and 4).
    /// </summary>
    /// <param name="channels">1 … <see cref="MostChannels"/>.</param>
    [SetUp]
    public static double[] WeightsOf(int channels) => channels switch
    {
        1 => [1],
        2 => [1, 1],
        3 => [1, 1, 1],
        4 => [1, 1, Surround, Surround],
        5 => [1, 1, 1, Surround, Surround],
        6 => [1, 1, 1, 0, Surround, Surround],
        7 => [1, 1, 1, 0, Surround, Surround, 1],
        // 7.1: the last pair stands at the sides, the pair before it at the back.
        8 => [1, 1, 1, 0, 1, 1, Surround, Surround],
        _ => throw new ArgumentOutOfRangeException(nameof(channels), channels, $"1 to {MostChannels}"),
    };

    /// <summary>Short-term loudness as it was at a past position: of the newest 3 s of whole steps before it.</summary>
    /// <param name="position">Samples since construction or <see cref="Reset"/>; at most some three seconds back.</param>
    public double ShortTermAt(long position) => Loudness(Math.Clamp(position / _stepLength, 0, _stepCount), ShortTermSteps);

    /// <summary>Forgets everything: the next sample is the first.</summary>
    public void Reset()
    {
        _stepCount = 0;
        _filled = 0;
        _power = 0;
        _states.AsSpan().Clear();
    }

    /// <summary>Takes a host's planar buffers in.</summary>
    /// <param name="buffers">One pointer a channel, each to <paramref name="frames"/> samples.</param>
    /// <param name="frames">Samples in each channel.</param>
    public unsafe void Process(float** buffers, int frames)
    {
        for (int done = 0; done < frames;)
        {
            int count = Math.Min(frames - done, _stepLength - _filled);
            for (int channel = 0; channel < _channels; channel += 2)
            {
                float* first = buffers[channel] + done;
                float* second = channel + 1 < _channels ? buffers[channel + 1] + done : first;
                State state = Load(channel);
                Vector128<double> power = default;
                for (int i = 0; i < count; i++)
                    power += Squared(ref state, Vector128.Create(FiniteSamples.Of(first[i]), (double)FiniteSamples.Of(second[i])));
                Store(channel, in state);
                Add(channel, power);
            }

            Advance(count);
            done += count;
        }
    }

    /// <inheritdoc cref="Process(float**, int)"/>
    public unsafe void Process(double** buffers, int frames)
    {
        for (int done = 0; done < frames;)
        {
            int count = Math.Min(frames - done, _stepLength - _filled);
            for (int channel = 0; channel < _channels; channel += 2)
            {
                double* first = buffers[channel] + done;
                double* second = channel + 1 < _channels ? buffers[channel + 1] + done : first;
                State state = Load(channel);
                Vector128<double> power = default;
                for (int i = 0; i < count; i++)
                    power += Squared(ref state, Vector128.Create(FiniteSamples.Of((float)first[i]), (double)FiniteSamples.Of((float)second[i])));
                Store(channel, in state);
                Add(channel, power);
            }

            Advance(count);
            done += count;
        }
    }

    /// <summary>Both sections in transposed direct form II, two channels at once; gives the squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<double> Squared(ref State state, Vector128<double> x)
    {
        Vector128<double> shelved = (x * _filter.ShelfB0) + state.Shelf1;
        state.Shelf1 = (x * _filter.ShelfB1) - (shelved * _filter.ShelfA1) + state.Shelf2;
        state.Shelf2 = (x * _filter.ShelfB2) - (shelved * _filter.ShelfA2);
        Vector128<double> y = shelved + state.HighPass1;
        state.HighPass1 = state.HighPass2 - (shelved * 2.0) - (y * _filter.HighPassA1);
        state.HighPass2 = shelved - (y * _filter.HighPassA2);
        return y * y;
    }

    private State Load(int channel)
    {
        int at = 2 * channel;
        return new State { Shelf1 = _states[at], Shelf2 = _states[at + 1], HighPass1 = _states[at + 2], HighPass2 = _states[at + 3] };
    }

    private void Store(int channel, in State state)
    {
        int at = 2 * channel;
        _states[at] = state.Shelf1;
        _states[at + 1] = state.Shelf2;
        _states[at + 2] = state.HighPass1;
        _states[at + 3] = state.HighPass2;
    }

    // A lone last channel was measured twice; the weight behind the last one is 0.
    private void Add(int channel, Vector128<double> power) =>
        _power += (power.GetElement(0) * _weights[channel]) + (power.GetElement(1) * _weights[channel + 1]);

    private void Advance(int count)
    {
        _filled += count;
        if (_filled < _stepLength)
            return;
        _steps[_stepCount % KeptSteps] = _power / _stepLength;
        _stepCount++;
        _filled = 0;
        _power = 0;
        for (int k = 0; k < _states.Length; k++)
            _states[k] = Vector128.AndNot(_states[k], Vector128.LessThan(Vector128.Abs(_states[k]), Vector128.Create(Nothing)));
    }

    private double Loudness(long end, int steps)
    {
        long first = Math.Max(Math.Max(0, end - steps), _stepCount - KeptSteps);
        double sum = 0;
        for (long step = first; step < end; step++)
            sum += _steps[step % KeptSteps];
        return sum > 0 ? Offset + (10 * Math.Log10(sum / (end - first))) : double.NegativeInfinity;
    }

    private struct State
    {
        public Vector128<double> Shelf1;
        public Vector128<double> Shelf2;
        public Vector128<double> HighPass1;
        public Vector128<double> HighPass2;
    }
}
