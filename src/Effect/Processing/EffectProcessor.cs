using RealtimeEmotion.Engine.Buffers;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Fades;
using RealtimeEmotion.Engine.Loudness;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>
/// The audio thread's half of the effect: hears a block, acts on estimates, changes and the transport at their samples,
/// and fades the block.
/// </summary>
/// <remarks>
/// <para>The gain of a sample is position · gate fade · emotion's fade · intensity, each from the sample's own position in
/// the stream, so the sound does not depend on how the host cuts it into blocks.</para>
/// <para>An estimate of audio that ends at sample T takes effect at exactly T + <see cref="ActionDelay"/>: fades,
/// intensity and output parameters alike.</para>
/// </remarks>
[RealTimeSafe]
internal sealed class EffectProcessor
{
    /// <summary>D: seconds from the end of the audio that an estimate describes to the sample at which it takes effect.
    /// Longer than any block and an inference together.</summary>
    internal const double ActionDelay = 0.5;

    /// <summary>The most samples that are heard before they are faded: well below D at any sample rate.</summary>
    internal const int MostHeard = 2048;

    private const int Chunk = 512;
    private const int StridesPerSecond = 100;
    private const double GlideSeconds = 0.01;

    // Hosts that count time in floating point are off by a sample now and then; that is no jump.
    private const long JumpTolerance = 64;

    // Without a newer estimate for so long the last one says nothing any more.
    private const double StaleSeconds = ActionDelay + EmotionSeat.HopSeconds + 1;
    private const double DefaultTempo = 120;

    private readonly EffectParameter[] _parameters = [.. EffectParameters.All];
    private readonly double[][] _programs = [.. FactoryPresets.All.Select(preset => preset.NormalisedValues())];
    private readonly double[] _beats = [.. EffectParameters.Beats];
    private readonly double[] _shared;
    private readonly double[] _live;
    private readonly double[] _reported;
    private readonly double[] _gains = new double[Chunk];
    private readonly double[] _factors = new double[Chunk];
    private readonly FadeProcessor _fade = new();
    private readonly FadeProcessor _action = new();
    private readonly EffectTelemetry _telemetry;

    private int _sampleRate = 48000;
    private int _channels = 2;
    private int _sideChannels;
    private long _delay;
    private int _stride;
    private LoudnessMeter _meter = new(48000, 2);
    private LoudnessMeter? _sideMeter;
    private LoudnessNormaliser _normaliser;
    private float[] _step = [];
    private int _stepFilled;

    private EmotionSeat? _seat;
    private long _seatOrigin;
    private long _position;
    private long _origin;
    private long _meterOrigin;
    private bool _hearsSide;
    private bool _transportKnown;
    private bool _isPlaying;
    private long _nextProjectPosition;
    private double _tempo;

    private double _floor;
    private double _shape;
    private FadeCurve _inCurve;
    private FadeCurve _outCurve;
    private TriggerSource _source;
    private TriggerAction _actionKind;
    private bool _gate;
    private bool _bypass;
    private bool _startsFade;
    private bool _isOut;
    private bool _actionIsOut;
    private EmotionTrigger _trigger;
    private LevelRamp _intensity = new(1);
    private GainGlide _glide;
    private double _lastGain = 1;

    private long _lastEstimate;
    private bool _hasEstimate;
    private float _lastArousal;
    private long _nextStride;
    private float _least;
    private float _greatest;
    private float _strideGain;
    private bool _strideHasSamples;
    private bool _isStale = true;

    /// <param name="shared">The parameters' normalised values, shared with other threads.</param>
    /// <param name="telemetry">Takes what the editor shows.</param>
    internal EffectProcessor(double[] shared, EffectTelemetry telemetry)
    {
        _shared = shared;
        _telemetry = telemetry;
        _live = [.. shared];
        _reported = new double[shared.Length];
    }

    /// <summary>Allocates what a stream needs. Not while blocks are processed.</summary>
    [SetUp]
    internal void Prepare(int sampleRate, int channels, int sideChannels)
    {
        _sampleRate = sampleRate;
        _channels = channels;
        _sideChannels = sideChannels;
        _delay = (long)Math.Round(ActionDelay * sampleRate);
        _stride = Math.Max(1, sampleRate / StridesPerSecond);
        _meter = new LoudnessMeter(sampleRate, channels);
        _sideMeter = sideChannels > 0 ? new LoudnessMeter(sampleRate, sideChannels) : null;
        _step = new float[_meter.StepLength];
    }

    /// <summary>Starts a stream from rest. Not while blocks are processed.</summary>
    [SetUp]
    internal void Activate()
    {
        for (int index = 0; index < _live.Length; index++)
            _live[index] = Volatile.Read(ref _shared[index]);
        Array.Fill(_reported, double.NaN);
        _seat = null;
        _position = 0;
        _stepFilled = 0;
        _hearsSide = false;
        _transportKnown = false;
        _isPlaying = false;
        _tempo = 0;
        _telemetry.LateEstimates = 0;
        _telemetry.OverrunSamples = 0;
        DecodeAll();
        RestAll();
        StartAfresh();
    }

    /// <summary>Takes on what has changed since the last block.</summary>
    internal void Begin(EmotionSeat? seat, bool isReset, in EffectBlock block)
    {
        if (seat != _seat)
        {
            _seat = seat;
            _seatOrigin = _position - _stepFilled;
            _hasEstimate = false;
        }

        TakeSharedValues();
        if (isReset)
        {
            _telemetry.LateEstimates = 0;
            StartAfresh();
        }

        // A flush of parameters comes with no transport, or with an empty one.
        if (block.Frames > 0)
            Follow(block.Transport);
    }

    /// <summary>Hears part of a block: into the ring and the meter.</summary>
    internal unsafe void Hear(in EffectBlock block, int start, int count)
    {
        bool side = block.SideChannels > 0 && block.SideChannels == _sideChannels;
        int channels = side ? _sideChannels : _channels;
        if (!side && block.Channels != _channels)
            return;
        if (side != _hearsSide)
        {
            EndStep();
            _hearsSide = side;
            _meterOrigin = _position;
            HeardMeter.Reset();
        }

        void** from = side ? block.SideInputs : block.Inputs;
        void** buffers = stackalloc void*[LoudnessMeter.MostChannels];
        for (int at = start; at < start + count;)
        {
            int length = Math.Min(start + count - at, HeardMeter.LeftInStep);
            bool completes = length == HeardMeter.LeftInStep;
            Span<float> mono = _step.AsSpan(_stepFilled, length);
            if (block.IsDouble)
            {
                for (int channel = 0; channel < channels; channel++)
                    buffers[channel] = (double*)from[channel] + at;
                HeardMeter.Process((double**)buffers, length);
                ChannelMix.ToMono((double**)buffers, channels, mono);
            }
            else
            {
                for (int channel = 0; channel < channels; channel++)
                    buffers[channel] = (float*)from[channel] + at;
                HeardMeter.Process((float**)buffers, length);
                ChannelMix.ToMono((float**)buffers, channels, mono);
            }

            _stepFilled += length;
            at += length;
            if (completes)
                EndStep();
        }
    }

    /// <summary>Sends what was heard since the last step to the analysis, near the reference loudness.</summary>
    private void EndStep()
    {
        Span<float> step = _step.AsSpan(0, _stepFilled);
        _stepFilled = 0;
        GainBlock.Multiply(step, _normaliser.Next(HeardMeter.ShortTerm));
        _seat?.Live.Write(step);
    }

    /// <summary>Fades part of a block, at most <see cref="MostHeard"/> samples, which has been heard.</summary>
    /// <returns>Whether every sample was made 0.</returns>
    internal bool Render<TLines, TChanges, TOutputs>(in EffectBlock block, int start, int end, ref BlockCursor<TLines, TChanges> cursor, ref TOutputs outputs)
        where TLines : ILineSource, allows ref struct
        where TChanges : IChangeSource, allows ref struct
        where TOutputs : IEffectOutputs, allows ref struct
    {
        bool isSilent = true;
        for (int at = start; at < end;)
        {
            cursor.GoTo(at);
            while (cursor.TryTakeChange(at, out EffectChange change))
                Apply(change.Id, change.Normalised);
            StartWantedFade();
            Act(at, ref outputs);
            bool isStride = _position == _nextStride;
            if (isStride)
                CloseStride(at, ref outputs);

            int length = Math.Min(Math.Min(end, cursor.SameUntil) - at, Chunk);
            length = (int)Math.Min(length, Math.Min(_nextStride, NextAction()) - _position);
            isSilent &= Fade(in block, at, length, cursor.LineOr(_live[PositionIndex]));
            if (isStride)
                ReportValue(ParameterId.Gain, NormalisedGain(_strideGain), at, ref outputs);
            at += length;
            _position += length;
        }

        return isSilent;
    }

    /// <summary>Takes on the values of changes that lie behind the last sample, or of a block without sound.</summary>
    internal void Finish<TLines, TChanges>(in EffectBlock block, ref BlockCursor<TLines, TChanges> cursor)
        where TLines : ILineSource, allows ref struct
        where TChanges : IChangeSource, allows ref struct
    {
        while (cursor.TryTakeChange(int.MaxValue, out EffectChange change))
            Apply(change.Id, change.Normalised);
        StartWantedFade();
        _nextProjectPosition += block.Frames;
        _telemetry.StreamPosition = _position;
        _telemetry.ProjectPosition = _nextProjectPosition;
        _telemetry.IsPlaying = _isPlaying;
        _telemetry.Gain = _lastGain;
        _telemetry.MomentaryLoudness = HeardMeter.Momentary;
        _telemetry.ShortTermLoudness = HeardMeter.ShortTerm;
        if (_seat != null)
            _telemetry.OverrunSamples = _seat.Live.OverrunSamples;
    }

    private static int PositionIndex => EffectParameters.IndexOf(ParameterId.Position);

    private LoudnessMeter HeardMeter => _hearsSide && _sideMeter != null ? _sideMeter : _meter;

    private double Plain(ParameterId id)
    {
        int index = EffectParameters.IndexOf(id);
        return _parameters[index].ToPlain(_live[index]);
    }

    private bool IsOn(ParameterId id) => Plain(id) >= 0.5;

    /// <summary>A state was restored, or a value was set from outside: the sound follows without a click.</summary>
    private void TakeSharedValues()
    {
        for (int index = 0; index < _live.Length; index++)
        {
            double value = Volatile.Read(ref _shared[index]);
            if (value == _live[index] || _parameters[index].IsReadOnly)
                continue;
            if (_parameters[index].IsProgram)
            {
                // Whoever set it from outside has set the others too.
                _live[index] = value;
                continue;
            }

            Glide();
            Apply(_parameters[index].Id, value);
        }
    }

    private void Apply(ParameterId id, double normalised)
    {
        int index = EffectParameters.IndexOf(id);
        if (index < 0 || _parameters[index].IsReadOnly || _live[index] == normalised)
            return;
        double before = _parameters[index].ToPlain(_live[index]);
        _live[index] = normalised;
        Volatile.Write(ref _shared[index], normalised);
        double plain = _parameters[index].ToPlain(normalised);
        switch (id)
        {
            case ParameterId.Gate:
                _gate = plain >= 0.5;
                _startsFade |= _source == TriggerSource.Gate && plain != before;
                break;
            case ParameterId.FadeInCurve:
                Glide();
                _inCurve = (FadeCurve)(int)plain;
                break;
            case ParameterId.FadeOutCurve:
                _outCurve = (FadeCurve)(int)plain;
                break;
            case ParameterId.Shape:
                Glide();
                _shape = plain;
                break;
            case ParameterId.Floor:
                Glide();
                _floor = FloorGain(plain);
                MoveFloor();
                break;
            case ParameterId.Bypass:
                Glide();
                _bypass = plain >= 0.5;
                break;
            case ParameterId.TriggerSource when plain != before:
                Glide();
                _source = (TriggerSource)(int)plain;
                RestAll();
                break;
            case ParameterId.TriggerEmotion when plain != before:
                Glide();
                _trigger.Reset();
                RestAction();
                break;
            case ParameterId.TriggerAction when plain != before:
                Glide();
                _actionKind = (TriggerAction)(int)plain;
                RestAction();
                break;
            case ParameterId.Intensity:
            case ParameterId.IntensityRange:
                Glide();
                _intensity.Reset(IntensityGain());
                break;
            case ParameterId.Program when plain != before:
                ApplyProgram((int)plain);
                break;
            default:
                break;
        }
    }

    private void ApplyProgram(int program)
    {
        double[] values = _programs[program];
        for (int index = 0; index < values.Length; index++)
        {
            // No preset changes the bypass, or whose model listens.
            if (!double.IsNaN(values[index]) && values[index] != _live[index])
            {
                Glide();
                Apply(_parameters[index].Id, values[index]);
            }
        }
    }

    [SetUp]
    private void DecodeAll()
    {
        _gate = IsOn(ParameterId.Gate);
        _bypass = IsOn(ParameterId.Bypass);
        _inCurve = (FadeCurve)(int)Plain(ParameterId.FadeInCurve);
        _outCurve = (FadeCurve)(int)Plain(ParameterId.FadeOutCurve);
        _shape = Plain(ParameterId.Shape);
        _floor = FloorGain(Plain(ParameterId.Floor));
        _source = (TriggerSource)(int)Plain(ParameterId.TriggerSource);
        _actionKind = (TriggerAction)(int)Plain(ParameterId.TriggerAction);
    }

    /// <summary>Both fades rest where their source has them.</summary>
    private void RestAll()
    {
        _isOut = _source switch
        {
            TriggerSource.Gate => !_gate,
            TriggerSource.Transport => !_isPlaying,
            _ => false,
        };
        _startsFade = false;
        _fade.Floor = _floor;
        _fade.Reset(_isOut ? _floor : 1);
        RestAction();
    }

    private void RestAction()
    {
        _actionIsOut = _source == TriggerSource.Emotion && (_actionKind == TriggerAction.FadeIn ? !_trigger.IsOn : _trigger.IsOn);
        _action.Floor = _floor;
        _action.Reset(_actionIsOut ? _floor : 1);
    }

    private void MoveFloor()
    {
        MoveFloor(_fade, _isOut);
        MoveFloor(_action, _actionIsOut);
    }

    private void MoveFloor(FadeProcessor fade, bool isOut)
    {
        fade.Floor = _floor;
        if (!isOut)
            return;
        if (fade.IsFading || fade.Waiting > 0)
            fade.FadeOut(fade.Position, FadeLength(fadesIn: false), _outCurve, _shape);
        else
            fade.Reset(_floor);
    }

    /// <summary>After all changes of a sample, in whatever order a host sent them: the fade has the length, curve and floor of that sample.</summary>
    private void StartWantedFade()
    {
        if (_startsFade)
            StartFade(_gate);
        _startsFade = false;
    }

    private void StartFade(bool fadesIn)
    {
        _isOut = !fadesIn;
        Start(_fade, fadesIn);
    }

    private void Start(FadeProcessor fade, bool fadesIn)
    {
        fade.Floor = _floor;
        if (fadesIn)
            fade.FadeIn(fade.Position, FadeLength(fadesIn), _inCurve, _shape);
        else
            fade.FadeOut(fade.Position, FadeLength(fadesIn), _outCurve, _shape);
    }

    private long FadeLength(bool fadesIn)
    {
        double beats = _beats[(int)Plain(fadesIn ? ParameterId.FadeInBeats : ParameterId.FadeOutBeats)];
        double seconds = beats > 0
            ? beats * 60 / (_tempo > 0 ? _tempo : DefaultTempo)
            : Plain(fadesIn ? ParameterId.FadeInTime : ParameterId.FadeOutTime);
        return (long)Math.Round(seconds * _sampleRate);
    }

    private static double FloorGain(double decibels) => decibels <= EffectParameters.SilenceDecibels ? 0 : Math.Pow(10, decibels / 20);

    private double IntensityGain()
    {
        double decibels = Plain(ParameterId.Intensity) / 100 * Plain(ParameterId.IntensityRange) * (_hasEstimate ? _lastArousal : 0);
        return decibels == 0 ? 1 : Math.Pow(10, decibels / 20);
    }

    private void Glide() => _glide.Begin(_lastGain, Math.Max(1, (int)(GlideSeconds * _sampleRate)));

    private void Follow(in TransportState transport)
    {
        bool isPlaying = !transport.IsKnown || transport.IsPlaying;
        bool hasStarted = isPlaying && !(_transportKnown && _isPlaying);
        bool hasStopped = !isPlaying && _transportKnown && _isPlaying;
        bool hasJumped = isPlaying && !hasStarted && transport.IsKnown && Math.Abs(transport.ProjectPosition - _nextProjectPosition) > JumpTolerance;
        if (transport.IsKnown || !_transportKnown)
            _nextProjectPosition = transport.ProjectPosition;
        _transportKnown = true;
        _isPlaying = isPlaying;
        _tempo = transport.Tempo;
        if (hasStarted || hasJumped)
            StartAfresh();
        if (_source == TriggerSource.Transport && (hasStarted || hasStopped))
            StartFade(isPlaying);
    }

    /// <summary>Playback starts: what was heard before has no part in what comes, so that each playback is like the first.</summary>
    private void StartAfresh()
    {
        _origin = _position;
        _nextStride = _position;
        _strideHasSamples = false;
        _hasEstimate = false;
        _lastEstimate = _position;
        _isStale = true;
        _trigger.Reset();
        _intensity.Reset(1);
        _glide.Cancel();
        RestAction();
        EndStep();
        _normaliser.Reset();
        _meterOrigin = _position;
        _meter.Reset();
        _sideMeter?.Reset();
        _telemetry.EpochPosition = _position;
        _telemetry.Epoch++;
        if (_seat is { } seat)
        {
            seat.Smoother.Reset();
            seat.Live.Restart();
        }

        Clear(_reported);
    }

    private static void Clear(double[] reported)
    {
        for (int index = 0; index < reported.Length; index++)
            reported[index] = double.NaN;
    }

    /// <summary>The position of the next estimate's action, as far as it is known; very far where none waits.</summary>
    private long NextAction()
    {
        if (_seat is not { } seat || !seat.Estimates.TryPeek(out EmotionEstimate estimate))
            return long.MaxValue;
        return Math.Max(_position + 1, _seatOrigin + estimate.EndSample + _delay);
    }

    /// <summary>Lets every estimate take effect that is due.</summary>
    private void Act<TOutputs>(int offset, ref TOutputs outputs)
        where TOutputs : IEffectOutputs, allows ref struct
    {
        if (_seat is not { } seat)
            return;
        while (seat.Estimates.TryPeek(out EmotionEstimate estimate))
        {
            long end = _seatOrigin + estimate.EndSample;
            if (end > _origin && end + _delay > _position)
                return;
            seat.Estimates.Pop();
            if (end <= _origin)
                continue;
            if (end + _delay < _position)
                _telemetry.LateEstimates++;
            Act(seat, in estimate, end, offset, ref outputs);
        }
    }

    private void Act<TOutputs>(EmotionSeat seat, in EmotionEstimate raw, long end, int offset, ref TOutputs outputs)
        where TOutputs : IEffectOutputs, allows ref struct
    {
        EmotionEstimate estimate = Smooth(seat, in raw, end);
        _lastEstimate = end;
        _hasEstimate = true;
        _isStale = false;
        _lastArousal = estimate.Arousal;
        _telemetry.Publish(in estimate);
        _intensity.GoTo(IntensityGain(), seat.HopSamples);
        ReportEstimate(seat, in estimate, offset, ref outputs);

        double probability = ProbabilityOf(seat, in estimate, (int)Plain(ParameterId.TriggerEmotion));
        long hold = (long)Math.Round(Plain(ParameterId.TriggerHold) * _sampleRate);
        bool changed = _trigger.Next(probability, end, Plain(ParameterId.TriggerThreshold) / 100, Plain(ParameterId.TriggerHysteresis) / 100, hold);
        if (!changed || _source != TriggerSource.Emotion)
            return;

        // Fade in and fade out stay where they have led; only a duck comes back.
        if (_actionKind != TriggerAction.Duck && !_trigger.IsOn)
            return;
        _actionIsOut = _actionKind == TriggerAction.FadeIn ? !_trigger.IsOn : _trigger.IsOn;
        Start(_action, fadesIn: !_actionIsOut);
    }

    private EmotionEstimate Smooth(EmotionSeat seat, in EmotionEstimate raw, long end)
    {
        EmotionSmoother smoother = seat.Smoother;
        smoother.HalfLifeSeconds = Plain(ParameterId.Reaction);
        long length = Math.Min(raw.LengthSamples, end - _origin);
        if (raw.IsSilent || HeardMeter.ShortTermAt(end - _meterOrigin) <= LoudnessMeter.AbsoluteGate)
            return smoother.Silence(end, length, raw.LevelDecibels);

        EmotionProbabilities probabilities = raw.Probabilities;
        Span<float> values = probabilities.AsSpan(raw.LabelCount);
        ReadOnlySpan<float> weights = seat.GenreWeights((int)Plain(ParameterId.Genre));
        if (weights.Length == values.Length)
        {
            float sum = 0;
            for (int k = 0; k < values.Length; k++)
            {
                values[k] *= weights[k];
                sum += values[k];
            }

            for (int k = 0; k < values.Length; k++)
                values[k] /= sum;
        }

        return smoother.Next(values, (double)(end - _lastEstimate) / _sampleRate, end, length, raw.LevelDecibels);
    }

    private static double ProbabilityOf(EmotionSeat seat, in EmotionEstimate estimate, int emotion)
    {
        int label = estimate.IsSilent ? -1 : seat.LabelOf(emotion);
        EmotionProbabilities probabilities = estimate.Probabilities;
        return label < 0 ? 0 : probabilities.AsSpan(estimate.LabelCount)[label];
    }

    private void ReportEstimate<TOutputs>(EmotionSeat seat, in EmotionEstimate estimate, int offset, ref TOutputs outputs)
        where TOutputs : IEffectOutputs, allows ref struct
    {
        for (int emotion = 0; emotion <= ParameterId.Anger - ParameterId.Joy; emotion++)
            ReportValue(ParameterId.Joy + (uint)emotion, ProbabilityOf(seat, in estimate, emotion), offset, ref outputs);
        ReportValue(ParameterId.Valence, (estimate.Valence + 1) / 2, offset, ref outputs);
        ReportValue(ParameterId.Arousal, (estimate.Arousal + 1) / 2, offset, ref outputs);
        ReportValue(ParameterId.Confidence, estimate.Confidence, offset, ref outputs);
    }

    /// <summary>Closes a stride of samples: a column of the waveform, and whether the emotion is out of date.</summary>
    private void CloseStride<TOutputs>(int offset, ref TOutputs outputs)
        where TOutputs : IEffectOutputs, allows ref struct
    {
        if (_strideHasSamples)
            _telemetry.Publish(new WaveformPoint(_position - _stride, _least, _greatest, _strideGain));
        _strideHasSamples = false;
        _nextStride = _position + _stride;
        if (!_hasEstimate || _position - _lastEstimate > StaleSeconds * _sampleRate)
            ReportNothing(offset, ref outputs);
    }

    private double NormalisedGain(double gain)
    {
        EffectParameter parameter = _parameters[EffectParameters.IndexOf(ParameterId.Gain)];
        double decibels = gain > 0 ? 20 * Math.Log10(gain) : parameter.Minimum;
        return (decibels - parameter.Minimum) / (parameter.Maximum - parameter.Minimum);
    }

    private void ReportNothing<TOutputs>(int offset, ref TOutputs outputs)
        where TOutputs : IEffectOutputs, allows ref struct
    {
        if (!_isStale)
        {
            _isStale = true;
            _hasEstimate = false;
            _seat?.Smoother.Reset();
            _intensity.GoTo(1, _stride);
        }

        const double Middle = 0.5;
        for (ParameterId id = ParameterId.Joy; id <= ParameterId.Anger; id++)
            ReportValue(id, 0, offset, ref outputs);
        ReportValue(ParameterId.Valence, Middle, offset, ref outputs);
        ReportValue(ParameterId.Arousal, Middle, offset, ref outputs);
        ReportValue(ParameterId.Confidence, 0, offset, ref outputs);
    }

    private void ReportValue<TOutputs>(ParameterId id, double normalised, int offset, ref TOutputs outputs)
        where TOutputs : IEffectOutputs, allows ref struct
    {
        int index = EffectParameters.IndexOf(id);
        normalised = Math.Clamp(normalised, 0, 1);
        if (_reported[index] == normalised)
            return;
        _reported[index] = normalised;
        Volatile.Write(ref _shared[index], normalised);
        outputs.Report(id, offset, normalised);
    }

    private unsafe bool Fade(in EffectBlock block, int start, int count, in AutomationLine line)
    {
        bool isConstant = FillGains(start, count, in line, out double gain);
        if (!_strideHasSamples)
        {
            _strideHasSamples = true;
            _strideGain = (float)(isConstant ? gain : _gains[0]);
            _least = float.PositiveInfinity;
            _greatest = float.NegativeInfinity;
        }

        ReadOnlySpan<double> gains = _gains.AsSpan(0, count);
        for (int channel = 0; channel < block.Channels; channel++)
        {
            if (block.IsDouble)
            {
                var input = new ReadOnlySpan<double>((double*)block.Inputs[channel] + start, count);
                var output = new Span<double>((double*)block.Outputs[channel] + start, count);
                SampleRange.Widen(input, ref _least, ref _greatest);
                if (block.Inputs[channel] != block.Outputs[channel])
                    input.CopyTo(output);
                if (isConstant)
                    GainBlock.Multiply(output, gain);
                else
                    GainBlock.Multiply(output, gains);
            }
            else
            {
                var input = new ReadOnlySpan<float>((float*)block.Inputs[channel] + start, count);
                var output = new Span<float>((float*)block.Outputs[channel] + start, count);
                SampleRange.Widen(input, ref _least, ref _greatest);
                if (block.Inputs[channel] != block.Outputs[channel])
                    input.CopyTo(output);
                if (isConstant)
                    GainBlock.Multiply(output, gain);
                else
                    GainBlock.Multiply(output, gains);
            }
        }

        _lastGain = isConstant ? gain : gains[count - 1];
        return isConstant && gain == 0;
    }

    /// <summary>The gains of the next samples: one for all, or each in <see cref="_gains"/>. Both ways multiply in the same
    /// order, so a sample has the same gain in either.</summary>
    private bool FillGains(int start, int count, in AutomationLine line, out double gain)
    {
        Span<double> gains = _gains.AsSpan(0, count);
        bool isFading = _fade.IsFading || _fade.Waiting > 0 || _action.IsFading || _action.Waiting > 0;
        if (_bypass || (line.IsConstant && !isFading && !_intensity.IsMoving))
        {
            gain = _bypass ? 1 : PositionGain(line.To) * _fade.Gain * _action.Gain * _intensity.Target;
            _fade.Advance(count);
            _action.Advance(count);
            _intensity.Advance(count);
            if (!_glide.IsActive)
                return true;
            gains.Fill(gain);
            _glide.Apply(gains);
            return false;
        }

        gain = 0;
        if (line.IsConstant)
        {
            gains.Fill(PositionGain(line.To));
        }
        else
        {
            for (int i = 0; i < count; i++)
                gains[i] = line.ValueAt(start + i);
            FadeCurves.Map(_inCurve, _shape, gains);
            if (_floor > 0)
            {
                for (int i = 0; i < count; i++)
                    gains[i] = AboveFloor(gains[i]);
            }
        }

        Multiply(_fade, gains);
        Multiply(_action, gains);
        _intensity.Multiply(gains);
        if (_glide.IsActive)
            _glide.Apply(gains);
        return false;
    }

    private double PositionGain(double position) => AboveFloor(FadeCurves.Gain(_inCurve, position, _shape));

    private double AboveFloor(double gain) => _floor + ((1 - _floor) * gain);

    private void Multiply(FadeProcessor fade, Span<double> gains)
    {
        Span<double> factors = _factors.AsSpan(0, gains.Length);
        fade.Render(factors);
        for (int i = 0; i < gains.Length; i++)
            gains[i] *= factors[i];
    }
}
