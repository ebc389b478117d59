using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Fades;

/// <summary>
/// The live fade: fades in and out at exact sample positions, in place, and may be triggered again at any moment.
/// For the audio thread; one thread at a time.
/// </summary>
/// <remarks>
/// <para><b>Time.</b> Positions count the samples (frames) processed since construction or <see cref="Reset"/>. A
/// trigger at position P makes the sample P the fade's sample 0; it may lie anywhere in a block, or many blocks ahead.
/// The gain of each sample comes from its own position, so the output does not depend on how blocks are cut.</para>
/// <para><b>The gain</b> is floor + (1 - floor) · f(x), f being the curve (<see cref="FadeCurves.Gain"/>). From rest a
/// fade-in of N samples runs over x = k/N and a fade-out over x = (N - k)/N, so a fade from end to end is the one of
/// <see cref="FadePlan"/>. Behind its last sample the gain rests on exactly 1, or exactly on the floor.</para>
/// <para><b>Triggered again in mid-fade</b> the gain goes on from where it is: sample P has the gain that the old fade
/// would have given it, and the new fade starts at the place on its own curve that has this gain
/// (<see cref="FadeCurves.PositionOf"/>: all curves rise, so there is one) and goes on from there at its own pace of
/// 1/N a sample, so it ends earlier than a whole one. The step into sample P is a step of the old curve and the step
/// out of it one of the new curve: the trigger itself adds none. There are three special cases:</para>
/// <list type="bullet">
/// <item>The gain is below the floor of the new fade (the floor was raised): no place on the curve has it. The new fade
/// then runs its whole length, its curve scaled to lie between the gain now and its end.</item>
/// <item><see cref="FadeCurve.NoFade"/> keeps the gain as it is, and ends a fade under way where it is.</item>
/// <item><see cref="FadeCurve.Exp"/> has no silence of its own: between the floor and its first value (0.001 % of full
/// gain, -100 dB) it steps.</item>
/// </list>
/// <para>A length of 0 is a switch, and does click.</para>
/// </remarks>
[RealTimeSafe]
public sealed class FadeProcessor
{
    /// <summary>The most triggers that can wait.</summary>
    public const int MostTriggers = 256;

    private const int Chunk = 512;

    private readonly Trigger[] _waiting = new Trigger[MostTriggers];
    private readonly double[] _gains = new double[Chunk];
    private double _floor;
    private int _waitingCount;
    private bool _fading;

    // At rest: the gain. In a fade: the gain behind its last sample.
    private double _rest;

    // The fade under way: sample k = Position - _start stands at (_from + k · _direction) / _length on the curve.
    private double _low;
    private double _high;
    private double _from;
    private double _length;
    private double _shape;
    private long _start;
    private long _steps;
    private int _direction;
    private FadeCurve _curve;

    /// <summary>A fade that rests.</summary>
    /// <param name="gain">The gain to begin with, 0 … 1: 1 open, 0 silent.</param>
    public FadeProcessor(double gain = 1) => Reset(gain);

    /// <summary>Position of the next sample to be processed.</summary>
    public long Position { get; private set; }

    /// <summary>
    /// The gain that a fade-out ends on and a fade-in begins from, 0 (silence) … 1; other values are clamped, NaN is 0.
    /// Taken over by each later trigger; what rests or runs is not moved by it.
    /// </summary>
    public double Floor
    {
        get => _floor;
        set => _floor = UnitRange(value);
    }

    /// <summary>Whether a fade is under way.</summary>
    public bool IsFading => _fading;

    /// <summary>Triggers that wait for their position.</summary>
    public int Waiting => _waitingCount;

    /// <summary>The gain of the next sample, triggers that wait for it left aside.</summary>
    public double Gain => _fading ? GainOfStep(Position - _start) : _rest;

    /// <summary>Fades in: towards a gain of 1.</summary>
    /// <param name="position">The fade's sample 0; a position already past means now.</param>
    /// <param name="length">Length of a whole fade in samples; below 1 a switch.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="shape">See <see cref="FadeCurves.Gain"/>.</param>
    /// <returns>False where <see cref="MostTriggers"/> wait already, and this one was left out.</returns>
    /// <remarks>Of triggers at the same position the one given last takes effect.</remarks>
    public bool FadeIn(long position, long length, FadeCurve curve, double shape = FadeCurves.DefaultShape) =>
        Enter(new Trigger { Position = position, Length = length, Curve = curve, Shape = shape, Floor = _floor, Direction = 1 });

    /// <summary>Fades out: towards <see cref="Floor"/>.</summary>
    /// <param name="position">The fade's sample 0; a position already past means now.</param>
    /// <param name="length">Length of a whole fade in samples; below 1 a switch.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="shape">See <see cref="FadeCurves.Gain"/>.</param>
    /// <returns>False where <see cref="MostTriggers"/> wait already, and this one was left out.</returns>
    /// <remarks>Of triggers at the same position the one given last takes effect.</remarks>
    public bool FadeOut(long position, long length, FadeCurve curve, double shape = FadeCurves.DefaultShape) =>
        Enter(new Trigger { Position = position, Length = length, Curve = curve, Shape = shape, Floor = _floor, Direction = -1 });

    /// <summary>Forgets the triggers that wait; a fade under way goes on.</summary>
    public void Cancel() => _waitingCount = 0;

    /// <summary>Rests on a gain, at a position, with no trigger waiting. The floor stays.</summary>
    /// <param name="gain">The gain, 0 … 1; other values are clamped.</param>
    /// <param name="position">Position of the next sample.</param>
    public void Reset(double gain = 1, long position = 0)
    {
        _waitingCount = 0;
        _fading = false;
        _rest = UnitRange(gain);
        Position = position;
    }

    /// <summary>Fades a block in place.</summary>
    /// <param name="interleaved">Frames of <paramref name="channels"/> samples; a partial last frame is left alone.</param>
    /// <param name="channels">Channels, 1 … 64; below 1 nothing happens.</param>
    public void Process(Span<float> interleaved, int channels)
    {
        if (channels < 1)
            return;
        int frames = interleaved.Length / channels;
        for (int done = 0; done < frames;)
        {
            bool fading = Next(frames - done, out int count);
            Span<float> part = interleaved.Slice(done * channels, count * channels);
            if (fading)
                GainBlock.Multiply(part, channels, _gains.AsSpan(0, count));
            else
                GainBlock.Multiply(part, _rest);
            done += count;
        }
    }

    /// <inheritdoc cref="Process(Span{float}, int)"/>
    public void Process(Span<double> interleaved, int channels)
    {
        if (channels < 1)
            return;
        int frames = interleaved.Length / channels;
        for (int done = 0; done < frames;)
        {
            bool fading = Next(frames - done, out int count);
            Span<double> part = interleaved.Slice(done * channels, count * channels);
            if (fading)
                GainBlock.Multiply(part, channels, _gains.AsSpan(0, count));
            else
                GainBlock.Multiply(part, _rest);
            done += count;
        }
    }

    /// <summary>Fades a host's planar buffers in place.</summary>
    /// <param name="buffers">One pointer a channel, each to <paramref name="frames"/> samples.</param>
    /// <param name="channels">Channels, 1 … 64; with none, time goes on.</param>
    /// <param name="frames">Samples in each channel.</param>
    public unsafe void Process(float** buffers, int channels, int frames)
    {
        for (int done = 0; done < frames;)
        {
            bool fading = Next(frames - done, out int count);
            for (int channel = 0; channel < channels; channel++)
            {
                var part = new Span<float>(buffers[channel] + done, count);
                if (fading)
                    GainBlock.Multiply(part, _gains.AsSpan(0, count));
                else
                    GainBlock.Multiply(part, _rest);
            }

            done += count;
        }
    }

    /// <inheritdoc cref="Process(float**, int, int)"/>
    public unsafe void Process(double** buffers, int channels, int frames)
    {
        for (int done = 0; done < frames;)
        {
            bool fading = Next(frames - done, out int count);
            for (int channel = 0; channel < channels; channel++)
            {
                var part = new Span<double>(buffers[channel] + done, count);
                if (fading)
                    GainBlock.Multiply(part, _gains.AsSpan(0, count));
                else
                    GainBlock.Multiply(part, _rest);
            }

            done += count;
        }
    }

    /// <summary>Gives the gains of the next samples and moves on, for whoever multiplies, meters or draws them.</summary>
    /// <param name="gains">Takes one gain a sample.</param>
    public void Render(Span<double> gains)
    {
        for (int done = 0; done < gains.Length;)
        {
            bool fading = Next(gains.Length - done, out int count);
            if (fading)
                _gains.AsSpan(0, count).CopyTo(gains[done..]);
            else
                gains.Slice(done, count).Fill(_rest);
            done += count;
        }
    }

    /// <summary>Lets samples pass as they are while fades and triggers go on: what a bypassed block does.</summary>
    /// <param name="frames">Samples, 0 or more.</param>
    public void Advance(long frames)
    {
        // No gain is computed: only triggers and the end of a fade change what is remembered.
        for (long left = frames; left > 0;)
        {
            long count = Run(left);
            Position += count;
            left -= count;
        }
    }

    /// <summary>
    /// Moves over the next samples that are of one kind. In a fade <see cref="_gains"/> then has their gains, at rest
    /// all have the gain <see cref="_rest"/>.
    /// </summary>
    private bool Next(int frames, out int count)
    {
        count = (int)Run(frames);
        if (!_fading)
        {
            Position += count;
            return false;
        }

        count = Math.Min(count, Chunk);
        Span<double> gains = _gains.AsSpan(0, count);
        FadeCurves.Ramp(_curve, _shape, _from, _direction, _length, Position - _start, gains);
        double low = _low;
        double range = _high - _low;
        if (low != 0 || range != 1)
        {
            for (int i = 0; i < gains.Length; i++)
                gains[i] = low + range * gains[i];
        }

        Position += count;
        return true;
    }

    /// <summary>Lets everything due happen, and says for how many samples, at most so many, nothing else will.</summary>
    private long Run(long most)
    {
        while (_waitingCount > 0 && _waiting[0].Position <= Position)
        {
            Begin(_waiting[0]);
            _waitingCount--;
            _waiting.AsSpan(1, _waitingCount).CopyTo(_waiting);
        }

        if (_fading && Position - _start >= _steps)
            _fading = false;
        if (_fading)
            most = Math.Min(most, _steps - (Position - _start));
        return _waitingCount > 0 ? Math.Min(most, _waiting[0].Position - Position) : most;
    }

    private bool Enter(in Trigger trigger)
    {
        if (_waitingCount == MostTriggers)
            return false;
        int index = _waitingCount;
        while (index > 0 && _waiting[index - 1].Position > trigger.Position)
            index--;
        _waiting.AsSpan(index, _waitingCount - index).CopyTo(_waiting.AsSpan(index + 1));
        _waiting[index] = trigger;
        _waitingCount++;
        return true;
    }

    private void Begin(in Trigger trigger)
    {
        double now = Gain;
        double end = trigger.Direction > 0 ? 1 : trigger.Floor;
        _fading = false;
        if (trigger.Curve == FadeCurve.NoFade)
        {
            _rest = now;
            return;
        }

        _rest = end;
        if (trigger.Length < 1 || now == end)
            return;

        _fading = true;
        _start = Position;
        _length = trigger.Length;
        _curve = trigger.Curve;
        _shape = trigger.Shape;
        _direction = trigger.Direction;
        if (now >= trigger.Floor)
        {
            _low = trigger.Floor;
            _high = 1;
            double level = (now - trigger.Floor) / (1 - trigger.Floor);
            _from = FadeCurves.PositionOf(_curve, level, _shape) * _length;
        }
        else
        {
            // Upwards in any case, also where a fade-out ends on a floor that lies above.
            _low = now;
            _high = end;
            _from = 0;
            _direction = 1;
        }

        _steps = (long)Math.Ceiling(_direction > 0 ? _length - _from : _from);
    }

    private double GainOfStep(long step)
    {
        if (step >= _steps)
            return _rest;
        Span<double> one = stackalloc double[1];
        FadeCurves.Ramp(_curve, _shape, _from, _direction, _length, step, one);
        return _low + (_high - _low) * one[0];
    }

    private static double UnitRange(double value) => value > 0 ? Math.Min(value, 1) : 0;

    private struct Trigger
    {
        public long Position;
        public long Length;
        public double Shape;
        public double Floor;
        public FadeCurve Curve;
        public int Direction;
    }
}
