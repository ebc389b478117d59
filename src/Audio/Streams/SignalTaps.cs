using RealtimeEmotion.Engine.Resampling;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// Computes what taps see: nothing while there are none. The mel frames come from a front-end of their own, the model's
/// settings in the Engine's code, so that looking never touches the analysis.
/// </summary>
/// <param name="settings">The model's front-end.</param>
internal sealed class SignalTaps(FrontEndSettings settings)
{
    private const int PointsPerSecond = 50;
    private const int ChunkSamples = 1024;

    private readonly Lock _lock = new();
    private volatile IStreamTap[] _taps = [];
    private StreamingResampler? _resampler;
    private MelFrameStream? _frames;
    private float[] _resampled = [];
    private float[] _bands = [];
    private long _origin;
    private long _next = -1;
    private float _minimum;
    private float _maximum;
    private double _squares;
    private int _count;

    /// <summary>Whether nobody looks. Any thread.</summary>
    public bool IsEmpty => _taps.Length == 0;

    public void Add(IStreamTap tap)
    {
        lock (_lock)
            _taps = [.. _taps, tap];
    }

    public void Remove(IStreamTap tap)
    {
        lock (_lock)
            _taps = [.. _taps.Where(other => !ReferenceEquals(other, tap))];
    }

    /// <summary>Shows a block to every tap. The analysis thread.</summary>
    public void Hear(StreamBlock block)
    {
        var taps = _taps;
        if (taps.Length == 0)
        {
            _next = -1;
            return;
        }

        if (_resampler?.InputRate != block.SampleRate || _next != block.Position)
            Restart(block);
        Outline(block, taps);
        ShowFrames(block.Samples, block.SampleRate, taps);
        _next = block.Position + block.Frames;
    }

    private void Restart(StreamBlock block)
    {
        if (_resampler?.InputRate != block.SampleRate || _frames is null)
        {
            _resampler = new StreamingResampler(block.SampleRate, settings.SampleRate);
            _frames = new MelFrameStream(settings);
            _resampled = new float[_resampler.MaxOutput(ChunkSamples)];
            _bands = new float[_frames.MaxFrames(_resampled.Length) * settings.MelBands];
        }

        _resampler.Reset();
        _frames.Reset();
        _origin = block.Position;
        _count = 0;
    }

    private void Outline(StreamBlock block, IStreamTap[] taps)
    {
        var length = Math.Max(1, block.SampleRate / PointsPerSecond);
        var samples = block.Samples;
        for (var i = 0; i < samples.Length; i++)
        {
            var sample = samples[i];
            if (_count == 0)
            {
                _minimum = _maximum = sample;
                _squares = 0;
            }

            _minimum = Math.Min(_minimum, sample);
            _maximum = Math.Max(_maximum, sample);
            _squares += (double)sample * sample;
            if (++_count < length)
                continue;
            var level = (float)(10 * Math.Log10(_squares / _count));
            var point = new OverviewPoint((double)(block.Position + i + 1) / block.SampleRate, (double)length / block.SampleRate, _minimum, _maximum, level);
            foreach (var tap in taps)
                tap.OnOverview(in point);
            _count = 0;
        }
    }

    private void ShowFrames(ReadOnlySpan<float> samples, int rate, IStreamTap[] taps)
    {
        var bands = settings.MelBands;
        while (!samples.IsEmpty)
        {
            var chunk = samples[..Math.Min(samples.Length, ChunkSamples)];
            samples = samples[chunk.Length..];
            var resampled = _resampler!.Process(chunk, _resampled);
            var before = _frames!.FramesProduced;
            var frames = _frames.Process(_resampled.AsSpan(0, resampled), _bands);
            for (var k = 0; k < frames; k++)
            {
                var end = ((before + k) * settings.HopLength) + settings.FrameLength;
                var seconds = ((double)_origin / rate) + ((double)end / settings.SampleRate);
                foreach (var tap in taps)
                    tap.OnMelFrame(seconds, _bands.AsSpan(k * bands, bands));
            }
        }
    }
}
