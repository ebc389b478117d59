using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Resampling;
using RealtimeEmotion.Engine.Spectral;

namespace RealtimeEmotion.Engine.Emotions;

/// <summary>
/// The way of a sample from mono audio to estimates, without threads: resampler, mel frames, rolling window, network,
/// smoothing. Live and offline analysis are this same chain.
/// </summary>
/// <remarks>
/// Estimates depend on the audio alone: not on how it is cut into calls, nor on how fast it comes. Not thread-safe.
/// Allocates nothing after construction.
/// </remarks>
public sealed class EmotionAnalyzer : IDisposable
{
    // Long enough to keep call overhead away, short enough to stay in the first-level cache.
    private const int ChunkSamples = 1024;

    private readonly ModelMetadata _metadata;
    private readonly int _inputRate;
    private readonly int _modelRate;
    private readonly int _hopLength;
    private readonly int _frameLength;
    private readonly int _framesPerEstimate;
    private readonly int _framesBeforeFirst;
    private readonly long _silenceFrames;
    private readonly double _silencePower;
    private readonly StreamingResampler _resampler;
    private readonly MelFrameStream _melStream;
    private readonly FeatureWindow _window;
    private readonly EmotionInference _inference;
    private readonly EmotionSmoother _smoother;
    private readonly float[] _probabilities;
    private readonly float[] _genreWeights;
    private readonly float[] _resampled;
    private readonly float[] _frames;
    private readonly HopLevels _levels;

    private long _origin;
    private long _framesSeen;
    private long _windowStartFrame;
    private long _lastEstimateFrame;

    /// <param name="model">The model; it must outlive this analyzer.</param>
    /// <param name="inputRate">Sample rate of the audio to come, 8 000 … 384 000 Hz.</param>
    /// <param name="options">How often and how quickly to speak.</param>
    /// <exception cref="InputException">An option is out of its range, or the model does not know the genre.</exception>
    public EmotionAnalyzer(EmotionModel model, int inputRate, AnalysisOptions options)
    {
        options.Validated();
        _metadata = model.Metadata;
        FrontEndSettings frontEnd = _metadata.FrontEnd;
        _inputRate = inputRate;
        _modelRate = frontEnd.SampleRate;
        _hopLength = frontEnd.HopLength;
        _frameLength = frontEnd.FrameLength;
        double framesPerSecond = (double)_modelRate / _hopLength;
        _framesPerEstimate = Math.Max(1, (int)Math.Round(options.HopSeconds * framesPerSecond));
        _framesBeforeFirst = Math.Clamp((int)Math.Round(options.FirstEstimateSeconds * framesPerSecond), 1, _metadata.WindowFrames);
        _silenceFrames = Math.Max(1, (long)Math.Round(options.SilenceSeconds * framesPerSecond));
        _silencePower = Math.Pow(10, options.SilenceDecibels / 10);
        _probabilities = new float[_metadata.Labels.Length];
        _genreWeights = options.Genre is { } genre ? [.. _metadata.GenreWeights(genre)] : [];
        _resampler = new StreamingResampler(inputRate, _modelRate);
        _melStream = new MelFrameStream(frontEnd);
        _window = new FeatureWindow(_metadata);
        _smoother = new EmotionSmoother(_metadata, options.HalfLifeSeconds);
        _resampled = new float[Math.Max(_resampler.MaxOutput(ChunkSamples), _resampler.MaxFlush)];
        _frames = new float[_melStream.MaxFrames(_resampled.Length) * frontEnd.MelBands];
        _levels = new HopLevels(_hopLength, _frameLength, _melStream.MaxFrames(_resampled.Length), _framesPerEstimate);
        _inference = model.CreateInference();
    }

    /// <summary>Samples of input from one estimate to the next (rounded).</summary>
    public long HopSamples => InputPosition((long)_framesPerEstimate * _hopLength);

    /// <summary>Samples of input that a full window describes (rounded).</summary>
    public long WindowSamples => InputPosition(((long)(_metadata.WindowFrames - 1) * _hopLength) + _frameLength);

    /// <summary>Input samples taken in since the start, as positions count them.</summary>
    public long Position { get; private set; }

    /// <summary>Takes audio in and gives every estimate that it completes.</summary>
    /// <param name="mono">Any number of samples; values that are not finite count as 0.</param>
    /// <param name="onEstimate">Receives the estimates, in this call, on this thread.</param>
    /// <exception cref="InputException">The network failed while running.</exception>
    public void Process(ReadOnlySpan<float> mono, EstimateHandler onEstimate)
    {
        while (!mono.IsEmpty)
        {
            ReadOnlySpan<float> chunk = mono[..Math.Min(mono.Length, ChunkSamples)];
            mono = mono[chunk.Length..];
            Position += chunk.Length;
            int count = _resampler.Process(chunk, _resampled);
            Take(_resampled.AsSpan(0, count), onEstimate);
        }
    }

    /// <summary>
    /// Ends the stream: what the resampler still holds is analysed, and what has come since the last estimate gives one
    /// more, so that a stream of any length above zero has at least one. Call <see cref="Restart"/> before any more audio.
    /// </summary>
    /// <param name="onEstimate">As in <see cref="Process"/>.</param>
    public void Finish(EstimateHandler onEstimate)
    {
        int count = _resampler.Flush(_resampled);
        Take(_resampled.AsSpan(0, count), onEstimate);
        if (_framesSeen == 0 && Position > _origin)
        {
            // Shorter than one frame: zeros complete it.
            _resampled.AsSpan().Clear();
            for (int missing = _frameLength + 1; missing > 0 && _framesSeen == 0; missing -= _resampled.Length)
            {
                Take(_resampled.AsSpan(0, Math.Min(missing, _resampled.Length)), onEstimate);
            }
        }

        if (_framesSeen > _lastEstimateFrame)
        {
            Estimate(onEstimate);
        }
    }

    /// <summary>Forgets everything; the next sample taken in has position <paramref name="position"/>.</summary>
    public void Restart(long position)
    {
        _resampler.Reset();
        _melStream.Reset();
        _window.Clear();
        _smoother.Reset();
        _levels.Clear();
        _origin = position;
        Position = position;
        _framesSeen = 0;
        _windowStartFrame = 0;
        _lastEstimateFrame = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _inference.Dispose();

    private void Take(ReadOnlySpan<float> resampled, EstimateHandler onEstimate)
    {
        _levels.Add(resampled);
        int count = _melStream.Process(resampled, _frames);
        int bands = _metadata.FrontEnd.MelBands;
        for (int k = 0; k < count; k++)
        {
            _levels.Advance(_framesSeen, _silencePower);
            _framesSeen++;
            _window.Push(_frames.AsSpan(k * bands, bands));
            bool silent = _levels.SilentHops >= _silenceFrames;
            if (silent)
            {
                // Music that starts again is heard afresh, not mixed with what was before the pause.
                _window.Clear();
                _windowStartFrame = _framesSeen;
            }

            bool due = _lastEstimateFrame == 0 || _framesSeen - _lastEstimateFrame >= _framesPerEstimate;
            if (due && (silent || _window.Count >= _framesBeforeFirst))
            {
                Estimate(onEstimate);
            }
        }
    }

    private void Estimate(EstimateHandler onEstimate)
    {
        long endSample = Math.Min(Position, _origin + InputPosition(((_framesSeen - 1) * _hopLength) + _frameLength));
        float level = (float)(10 * Math.Log10(_levels.RecentPower));
        double elapsed = (_framesSeen - _lastEstimateFrame) * (double)_hopLength / _modelRate;
        EmotionEstimate estimate;
        if (_levels.SilentHops >= _silenceFrames || _levels.OnlySilence)
        {
            estimate = _smoother.Silence(endSample, Math.Min(HopSamples, endSample - _origin), level);
        }
        else
        {
            long firstFrame = Math.Max(_windowStartFrame, _framesSeen - _metadata.WindowFrames);
            long startSample = _origin + InputPosition(firstFrame * _hopLength);
            _window.CopyNormalised(_inference.Input);
            estimate = _smoother.Next(WithGenre(_inference.Run()), elapsed, endSample, endSample - startSample, level);
        }

        _lastEstimateFrame = _framesSeen;
        onEstimate(in estimate);
    }

    private ReadOnlySpan<float> WithGenre(ReadOnlySpan<float> probabilities)
    {
        if (_genreWeights.Length == 0)
        {
            return probabilities;
        }

        float sum = 0;
        for (int i = 0; i < _probabilities.Length; i++)
        {
            _probabilities[i] = probabilities[i] * _genreWeights[i];
            sum += _probabilities[i];
        }

        for (int i = 0; i < _probabilities.Length; i++)
        {
            _probabilities[i] /= sum;
        }

        return _probabilities;
    }

    private long InputPosition(long modelSamples)
    {
        // ceil(modelSamples · in / out), in 128 bits: hours at 384 kHz overflow 64 only after the product.
        Int128 product = (Int128)modelSamples * _inputRate;
        return (long)((product + _modelRate - 1) / _modelRate);
    }
}
