using RealtimeEmotion.Audio;
using RealtimeEmotion.Engine.Buffers;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Spectral;
using ScottPlot;

namespace RealtimeEmotion.Cli.Plots;

/// <summary>What pictures of a sound are made of, gathered block by block in constant memory.</summary>
internal sealed class SoundPicture
{
    private const int FftSize = 4096;
    private const int HopLength = 1024;
    private const int MelBands = 128;
    private const double LowestHertz = 30;

    private readonly int _sampleRate;
    private readonly int _channels;
    private readonly PowerSpectrumStream _spectrumStream;
    private readonly MelFrameStream _melStream;
    private readonly FrontEndSettings _melSettings;
    private readonly SpectrumColumns _spectra;
    private readonly SpectrumColumns _mels;
    private readonly PowerSpectrumStream.SpectrumHandler _addSpectrum;
    private readonly float _melCalibration;
    private float[] _mono = [];
    private float[] _melFrames = [];

    internal SoundPicture(int sampleRate, int channels)
    {
        _sampleRate = sampleRate;
        _channels = channels;
        Envelope = new WaveformEnvelope(channels);
        _spectrumStream = new PowerSpectrumStream(FftSize, HopLength);
        _spectra = new SpectrumColumns(_spectrumStream.Bins);
        _addSpectrum = _spectra.Add;
        _melSettings = new FrontEndSettings
        {
            SampleRate = sampleRate,
            FftSize = FftSize,
            WindowLength = FftSize,
            HopLength = HopLength,
            MelBands = MelBands,
            HighestFrequency = sampleRate / 2.0,
            MelNorm = MelNorm.None,
            Compression = Compression.None,
            Centering = Centering.None,
        };
        _melStream = new MelFrameStream(_melSettings);
        _mels = new SpectrumColumns(MelBands);

        // Full scale is a sine's: its spectrum's peak is half the window's sum.
        double amplitude = Taper.Create(_melSettings.Window, _melSettings.WindowSymmetry, FftSize).Sum() / 2;
        _melCalibration = (float)(1 / (amplitude * amplitude));
    }

    internal WaveformEnvelope Envelope { get; }

    internal double Seconds => Envelope.Frames / (double)_sampleRate;

    /// <summary>A line under the title: length, rate, channels.</summary>
    internal string Description => $"{Seconds:0.0##} s · {_sampleRate / 1000.0:0.###} kHz · {(_channels == 1 ? "mono" : _channels == 2 ? "stereo" : $"{_channels} channels")}";

    /// <summary>Takes a block in.</summary>
    internal void Add(ReadOnlySpan<float> interleaved)
    {
        Envelope.Add(interleaved);
        int frames = interleaved.Length / _channels;
        if (_mono.Length < frames)
        {
            _mono = new float[frames];
            _melFrames = new float[_melStream.MaxFrames(frames) * MelBands];
        }

        ChannelMix.ToMono(interleaved, _channels, _mono);
        AddMono(_mono.AsSpan(0, frames));
    }

    /// <summary>Ends the sound: silence completes the last spectrum.</summary>
    internal void Finish()
    {
        if (_mono.Length == 0)
        {
            return;
        }

        _mono.AsSpan().Clear();
        for (int missing = FftSize - 1; missing > 0; missing -= _mono.Length)
        {
            AddMono(_mono.AsSpan(0, Math.Min(missing, _mono.Length)));
        }
    }

    /// <summary>The waveforms: one panel for each of the first two channels, or one for all of them.</summary>
    internal IEnumerable<Plot> WaveformPanels()
    {
        // A mono or stereo sound shows its channels; a wall of 64 would show nothing.
        int shown = Math.Min(_channels, 2);
        for (int c = 0; c < shown; c++)
        {
            string name = _channels switch { 1 => "Level", 2 => c == 0 ? "Left" : "Right", _ => $"Channel {c + 1}" };
            yield return WaveformPanel.Create(Envelope, _sampleRate, c, $"{name} (dBFS)");
        }
    }

    internal Plot SpectrogramPanel()
    {
        double nyquist = _sampleRate / 2.0;
        double HeightOf(double hertz) => Math.Log(hertz / LowestHertz) / Math.Log(nyquist / LowestHertz);
        var heights = new double[_spectra.Rows];
        for (int k = 0; k < heights.Length; k++)
        {
            heights[k] = k == 0 ? -1 : HeightOf(k * (double)_sampleRate / FftSize);
        }

        return SpectrumPanel.Create(_spectra, Seconds, HopLength / (double)_sampleRate, "Frequency (Hz)", heights, HeightOf, "Level (dBFS)");
    }

    internal Plot MelPanel()
    {
        double top = MelAxis.ToMel(_melSettings.HighestFrequency, _melSettings.MelScale);
        double HeightOf(double hertz) => MelAxis.ToMel(hertz, _melSettings.MelScale) / top;
        double[] heights = [.. Enumerable.Range(0, MelBands).Select(b => (b + 1.0) / (MelBands + 1))];
        return SpectrumPanel.Create(_mels, Seconds, HopLength / (double)_sampleRate, "Frequency (Hz, mel scale)", heights, HeightOf, "Level (dBFS)");
    }

    /// <summary>Emotion curves from estimates.</summary>
    /// <param name="metadata">The model that gave them.</param>
    /// <param name="estimates">Oldest first.</param>
    /// <param name="segments">What leads when.</param>
    /// <param name="meant">What was meant when; may be empty.</param>
    internal EmotionCurves Curves(ModelMetadata metadata, IReadOnlyList<EmotionEstimate> estimates, IReadOnlyList<EmotionSegment> segments, IReadOnlyList<EmotionPanel.Stretch> meant) =>
        new(metadata, estimates, segments, meant, _sampleRate, Seconds);

    private void AddMono(ReadOnlySpan<float> mono)
    {
        _spectrumStream.Process(mono, _addSpectrum);
        int count = _melStream.Process(mono, _melFrames);
        for (int k = 0; k < count; k++)
        {
            Span<float> frame = _melFrames.AsSpan(k * MelBands, MelBands);
            foreach (ref float power in frame)
            {
                power *= _melCalibration;
            }

            _mels.Add(frame);
        }
    }
}
