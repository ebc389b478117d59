using System.Diagnostics.CodeAnalysis;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// Power spectra of a stream that comes in blocks of any length, to look at: Hann window, linear frequency, calibrated so
/// that a sine of full scale in the middle of a bin has power 1 (0 dB).
/// </summary>
/// <remarks>Spectrum k covers samples k·hop … k·hop + fftSize − 1. Samples that are not finite count as 0. Not
/// thread-safe; allocates nothing after construction.</remarks>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of spectra, not a System.IO.Stream.")]
public sealed class PowerSpectrumStream
{
    private readonly RealFft _fft;
    private readonly int _hop;
    private readonly float[] _window;
    private readonly float[] _buffer;
    private readonly float[] _windowed;
    private readonly float[] _power;
    private readonly float _calibration;
    private int _filled;

    /// <param name="fftSize">A power of two, 16 … 65 536.</param>
    /// <param name="hopLength">Samples from one spectrum to the next, 1 … <paramref name="fftSize"/>.</param>
    public PowerSpectrumStream(int fftSize, int hopLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hopLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hopLength, fftSize);
        _fft = new RealFft(fftSize);
        _hop = hopLength;
        double[] taper = Taper.Create(WindowFunction.Hann, WindowSymmetry.Periodic, fftSize);
        _window = [.. taper.Select(w => (float)w)];
        _buffer = new float[fftSize];
        _windowed = new float[fftSize];
        _power = new float[_fft.Bins];
        double amplitude = taper.Sum() / 2;
        _calibration = (float)(1 / (amplitude * amplitude));
    }

    /// <summary>Receives one spectrum.</summary>
    /// <param name="power">fftSize/2 + 1 powers, 0 Hz first; valid during the call.</param>
    public delegate void SpectrumHandler(ReadOnlySpan<float> power);

    /// <summary>Values of a spectrum.</summary>
    public int Bins => _fft.Bins;

    /// <summary>Takes a block and hands on the spectra that it completes.</summary>
    /// <param name="mono">Samples, full scale ±1.</param>
    /// <param name="onSpectrum">Receives them in order.</param>
    public void Process(ReadOnlySpan<float> mono, SpectrumHandler onSpectrum)
    {
        while (!mono.IsEmpty)
        {
            int taken = Math.Min(mono.Length, _buffer.Length - _filled);
            mono[..taken].CopyTo(_buffer.AsSpan(_filled));
            mono = mono[taken..];
            _filled += taken;
            if (_filled == _buffer.Length)
            {
                Emit(onSpectrum);
                _buffer.AsSpan(_hop).CopyTo(_buffer);
                _filled = _buffer.Length - _hop;
            }
        }
    }

    private void Emit(SpectrumHandler onSpectrum)
    {
        for (int i = 0; i < _windowed.Length; i++)
        {
            float sample = _buffer[i];
            _windowed[i] = float.IsFinite(sample) ? sample * _window[i] : 0;
        }

        _fft.Power(_windowed, _power);
        foreach (ref float power in _power.AsSpan())
        {
            power *= _calibration;
        }

        onSpectrum(_power);
    }
}
