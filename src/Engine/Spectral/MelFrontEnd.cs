using System.Runtime.Intrinsics;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// The front-end that a <see cref="FrontEndSettings"/> describes: samples in, mel frames out, one at a time or for a
/// whole signal.
/// </summary>
/// <remarks>
/// One frame: pre-emphasis, window, FFT, power or magnitude, mel bands, compression, offset and scale. Samples that are
/// not finite count as 0. Not thread-safe: an instance owns its scratch memory.
/// </remarks>
public sealed unsafe class MelFrontEnd
{
    private readonly RealFft _fft;
    private readonly MelFilterBank _bank;
    private readonly BandCompressor _compressor;
    private readonly bool _emphasised;
    private readonly bool _magnitude;

    // Half the window, zeros around it: the FFT wants half of each sample.
    private readonly AlignedMemory<double> _window;
    private readonly AlignedMemory<float> _spectrum;
    private readonly AlignedMemory<float> _bands;
    private readonly AlignedMemory<float> _padded;
    private readonly AlignedMemory<double> _edge;

    /// <summary>Plans the front-end.</summary>
    /// <param name="settings">Every field is read.</param>
    /// <exception cref="InputException">A field is out of its range.</exception>
    public MelFrontEnd(FrontEndSettings settings)
    {
        Settings = settings.Validated("front-end");
        _fft = new RealFft(settings.FftSize);
        _bank = new MelFilterBank(settings);
        _compressor = new BandCompressor(settings);
        _emphasised = settings.PreEmphasis != PreEmphasisKind.None;
        _magnitude = settings.Spectrum == SpectrumKind.Magnitude;
        _window = new AlignedMemory<double>(settings.FftSize);
        int before = settings.WindowCentred ? (settings.FftSize - settings.WindowLength) / 2 : 0;
        double[] taper = Taper.Create(settings.Window, settings.WindowSymmetry, settings.WindowLength);
        for (int n = 0; n < taper.Length; n++)
        {
            _window.Span[before + n] = taper[n] / 2;
        }

        _spectrum = new AlignedMemory<float>(_fft.Bins + MelFilterBank.Padding);
        _bands = new AlignedMemory<float>(_bank.PaddedBands);
        _padded = new AlignedMemory<float>(settings.FftSize + 1);
        _edge = new AlignedMemory<double>(settings.FftSize);
    }

    /// <summary>The settings that this front-end was made of.</summary>
    public FrontEndSettings Settings { get; }

    /// <summary>Values of a frame.</summary>
    public int Bands => _bank.Bands;

    /// <summary>Samples, after pre-emphasis, that a frame covers.</summary>
    public int FrameLength => Settings.FrameLength;

    /// <summary>Samples that <see cref="ComputeFrame"/> reads: <see cref="FrameLength"/>, and with pre-emphasis one more
    /// (backward: the one before the frame, 0 at the start of a signal; forward: the one behind it).</summary>
    public int InputLength => FrameLength + (_emphasised ? 1 : 0);

    /// <summary>Calculates one frame. Allocates nothing.</summary>
    /// <param name="samples"><see cref="InputLength"/> samples of a mono signal, full scale ±1.</param>
    /// <param name="bands">Takes <see cref="Bands"/> values. <see cref="FrontEndSettings.TopDecibels"/> needs a whole
    /// signal and is not applied.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void ComputeFrame(ReadOnlySpan<float> samples, Span<float> bands)
    {
        if (samples.Length != InputLength)
        {
            throw new ArgumentException($"A frame reads {InputLength} samples.", nameof(samples));
        }

        if (bands.Length != Bands)
        {
            throw new ArgumentException($"A frame has {Bands} bands.", nameof(bands));
        }

        fixed (float* x = samples)
        {
            Frame(x, bands);
        }
    }

    /// <summary>Frames that a whole signal has under the settings' centering: 1 + samples/hop where it is centred, as
    /// many as fit otherwise (samples counted after pre-emphasis); none without samples.</summary>
    /// <param name="samples">Length of the signal, 0 or more.</param>
    public int FrameCount(int samples)
    {
        int length = EmphasisedLength(samples);
        if (length <= 0)
        {
            return 0;
        }

        if (Settings.Centering != Centering.None)
        {
            return 1 + (length / Settings.HopLength);
        }

        return length < FrameLength ? 0 : 1 + ((length - FrameLength) / Settings.HopLength);
    }

    /// <summary>Calculates the frames of a whole signal, on the caller's thread.</summary>
    /// <param name="signal">A mono signal, full scale ±1.</param>
    public MelSpectrogram Analyze(ReadOnlySpan<float> signal)
    {
        float[] values = GC.AllocateUninitializedArray<float>(checked(FrameCount(signal.Length) * Bands));
        Analyze(signal, values);
        return new MelSpectrogram(values, Bands);
    }

    /// <summary>The same into memory of the caller's. Allocates nothing.</summary>
    /// <param name="signal">A mono signal, full scale ±1.</param>
    /// <param name="frames">Takes <see cref="FrameCount"/> frames of <see cref="Bands"/> values, one after the other.</param>
    /// <returns>The number of frames.</returns>
    /// <exception cref="ArgumentException"><paramref name="frames"/> is too short.</exception>
    public int Analyze(ReadOnlySpan<float> signal, Span<float> frames)
    {
        int count = FrameCount(signal.Length);
        if (frames.Length < (long)count * Bands)
        {
            throw new ArgumentException($"{count} frames of {Bands} bands do not fit.", nameof(frames));
        }

        frames = frames[..(count * Bands)];
        int length = EmphasisedLength(signal.Length);
        int lead = Settings.Centering == Centering.None ? 0 : Settings.FftSize / 2;
        int back = Settings.PreEmphasis == PreEmphasisKind.Backward ? 1 : 0;
        fixed (float* x = signal)
        {
            for (int k = 0; k < count; k++)
            {
                long start = ((long)k * Settings.HopLength) - lead;
                Span<float> bands = frames.Slice(k * Bands, Bands);
                if (start >= back && start + FrameLength <= length)
                {
                    Frame(x + start - back, bands);
                }
                else
                {
                    EdgeFrame(signal, start, length, bands);
                }
            }
        }

        LimitRange(frames);
        return count;
    }

    /// <summary>One frame of <see cref="InputLength"/> samples into exactly <see cref="Bands"/> values.</summary>
    internal void Frame(float* samples, Span<float> bands)
    {
        if (FrameLength < Settings.FftSize)
        {
            // The FFT reads on behind the frame, times a window of 0: what stands there must be ours.
            new ReadOnlySpan<float>(samples, InputLength).CopyTo(_padded.Span);
            samples = _padded.Pointer;
        }

        Transform(samples);
        _bank.Apply(_spectrum.Pointer, _bands.Pointer);
        if (!AreFinite(_bands))
        {
            Repair(samples);
        }

        _compressor.Apply(_bands.Pointer, _bank.PaddedBands);
        _bands.Span[..bands.Length].CopyTo(bands);
        GC.KeepAlive(this);
    }

    private static bool AreFinite(AlignedMemory<float> values)
    {
        // ∞·0 and NaN·0 are NaN, and so is any sum with them; 0 otherwise. The values come in whole vectors.
        Vector256<float> sum = Vector256<float>.Zero;
        for (int n = 0; n < values.Length; n += Vector256<float>.Count)
        {
            sum += Vector256.Load(values.Pointer + n) * Vector256<float>.Zero;
        }

        return sum == Vector256<float>.Zero;
    }

    private int EmphasisedLength(int samples) => Settings.PreEmphasis == PreEmphasisKind.Forward ? samples - 1 : samples;

    private void Transform(float* samples)
    {
        var sink = new PowerSink(_spectrum.Pointer);
        if (_emphasised)
        {
            _fft.Run(new WindowedDifference(samples, _window.Pointer, Settings.PreEmphasisCoefficient), sink);
        }
        else
        {
            _fft.Run(new WindowedSamples(samples, _window.Pointer), sink);
        }

        TakeRoots();
    }

    private void TakeRoots()
    {
        if (!_magnitude)
        {
            return;
        }

        float* bins = _spectrum.Pointer;
        for (int n = 0; n < _fft.Bins; n += Vector256<float>.Count)
        {
            // The last vector reaches into the padding, which is 0.
            Vector256.Sqrt(Vector256.Load(bins + n)).Store(bins + n);
        }
    }

    /// <summary>The frame again, with every sample that is not finite as 0, and every bin and band within range.</summary>
    private void Repair(float* samples)
    {
        for (int n = 0; n <= Settings.FftSize; n++)
        {
            float sample = n < InputLength ? samples[n] : 0;
            _padded.Pointer[n] = float.IsFinite(sample) ? sample : 0;
        }

        Transform(_padded.Pointer);
        ApplyLimited();
    }

    private void ApplyLimited()
    {
        foreach (ref float bin in _spectrum.Span)
        {
            bin = Math.Min(bin, float.MaxValue);
        }

        _bank.Apply(_spectrum.Pointer, _bands.Pointer);
        foreach (ref float band in _bands.Span)
        {
            band = Math.Min(band, float.MaxValue);
        }
    }

    /// <summary>A frame that reaches over an end of the signal. Padding stands around the signal after pre-emphasis.</summary>
    private void EdgeFrame(ReadOnlySpan<float> signal, long start, int length, Span<float> bands)
    {
        _edge.Span.Clear();
        for (int n = 0; n < FrameLength; n++)
        {
            long index = start + n;
            if (index < 0 || index >= length)
            {
                if (Settings.Centering != Centering.Reflect)
                {
                    continue;
                }

                index = Mirrored(index, length);
            }

            _edge.Pointer[n] = Emphasised(signal, (int)index);
        }

        _fft.Run(new WindowedDoubles(_edge.Pointer, _window.Pointer), new PowerSink(_spectrum.Pointer));
        TakeRoots();
        ApplyLimited();
        _compressor.Apply(_bands.Pointer, _bank.PaddedBands);
        _bands.Span[..bands.Length].CopyTo(bands);
    }

    /// <summary>An index reflected about the end samples, which are not repeated, as often as it takes.</summary>
    private static long Mirrored(long index, int length)
    {
        if (length == 1)
        {
            return 0;
        }

        long period = 2L * (length - 1);
        long folded = ((index % period) + period) % period;
        return Math.Min(folded, period - folded);
    }

    private double Emphasised(ReadOnlySpan<float> signal, int index)
    {
        double a = Settings.PreEmphasisCoefficient;
        return Settings.PreEmphasis switch
        {
            PreEmphasisKind.Backward => Math.FusedMultiplyAdd(-a, index == 0 ? 0 : Finite(signal[index - 1]), Finite(signal[index])),
            PreEmphasisKind.Forward => Math.FusedMultiplyAdd(-a, Finite(signal[index]), Finite(signal[index + 1])),
            _ => Finite(signal[index]),
        };

        static double Finite(float sample) => float.IsFinite(sample) ? sample : 0;
    }

    /// <summary>librosa's top_db: nothing further below the signal's maximum than that.</summary>
    private void LimitRange(Span<float> frames)
    {
        if (Settings.TopDecibels is not { } range || Settings.Compression != Compression.Decibel || frames.IsEmpty)
        {
            return;
        }

        // The affine stands behind this limit in the chain; a negative scale turns maximum into minimum.
        float scale = (float)Settings.AffineScale;
        float sign = MathF.Sign(scale);
        float loudest = float.NegativeInfinity;
        foreach (float value in frames)
        {
            loudest = MathF.Max(loudest, sign * value);
        }

        float limit = loudest - (float)(range * Math.Abs(scale));
        foreach (ref float value in frames)
        {
            value = sign * MathF.Max(sign * value, limit);
        }
    }
}
