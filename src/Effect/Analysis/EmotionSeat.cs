using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Live;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>
/// One instance's analysis: a model, the live chain with its ring, the estimates on their way back, and what the audio
/// thread has to know of the model, in plain arrays.
/// </summary>
/// <remarks>
/// Estimates come unsmoothed and unweighed: both happen on the audio thread at the sample at which the estimate takes
/// effect, by the parameters as they are there, so that a bounce equals playback.
/// </remarks>
internal sealed class EmotionSeat : IDisposable
{
    /// <summary>Seconds from one estimate to the next.</summary>
    internal const double HopSeconds = 0.25;

    private readonly EstimateQueue _queue = new();
    private readonly Lock _gate = new();
    private readonly float[]?[] _genreWeights;
    private readonly int[] _labelOfEmotion;
    private string? _failure;
    private bool _isClosed;

    /// <exception cref="InputException">The model cannot be used.</exception>
    /// <exception cref="ArgumentException">The sample rate is out of the resampler's range.</exception>
    internal EmotionSeat(EmotionModel model, string? userPath, int sampleRate)
    {
        ModelMetadata metadata = model.Metadata;
        Live = new LiveAnalysis(model, sampleRate, new AnalysisOptions { HopSeconds = HopSeconds }, onEstimate: _queue.Write);
        Smoother = new EmotionSmoother(metadata, 0);
        HopSamples = (int)Math.Round(HopSeconds * sampleRate);
        _labelOfEmotion = [.. TriggerEmotions.Choices.Select((_, choice) => TriggerEmotions.LabelOf(choice, metadata.Labels))];
        _genreWeights = [.. EffectParameters.Of(ParameterId.Genre).Choices.Select(genre => WeightsOf(metadata, genre))];
        Status = new ModelStatus(
            metadata.Name,
            userPath,
            [.. metadata.Labels],
            [.. metadata.LabelValence],
            [.. metadata.LabelArousal],
            (double)metadata.WindowFrames * metadata.FrontEnd.HopLength / metadata.FrontEnd.SampleRate,
            null);
    }

    /// <summary>The live chain; the audio thread writes into it.</summary>
    [RealTimeSafe]
    internal LiveAnalysis Live { get; }

    /// <summary>Used by the audio thread only.</summary>
    [RealTimeSafe]
    internal EmotionSmoother Smoother { get; }

    /// <summary>The estimates, oldest first; read by the audio thread only.</summary>
    [RealTimeSafe]
    internal EstimateQueue Estimates => _queue;

    /// <summary>Samples from one estimate to the next, rounded.</summary>
    [RealTimeSafe]
    internal int HopSamples { get; }

    /// <summary>The model, for people.</summary>
    internal ModelStatus Status { get; }

    /// <summary>Why the analysis has ended by itself; null while it works.</summary>
    internal string? Failure => Volatile.Read(ref _failure);

    /// <summary>What to multiply probabilities by for a genre; empty where nothing changes.</summary>
    [RealTimeSafe]
    internal ReadOnlySpan<float> GenreWeights(int genre) => (uint)genre < (uint)_genreWeights.Length ? _genreWeights[genre] : default;

    /// <summary>Which of the model's labels one of <see cref="TriggerEmotions.Choices"/> means; −1 where it has none such. The first choices are
    /// <see cref="TriggerEmotions.Named"/>.</summary>
    [RealTimeSafe]
    internal int LabelOf(int emotion) => (uint)emotion < (uint)_labelOfEmotion.Length ? _labelOfEmotion[emotion] : -1;

    /// <summary>Analyses what has been written. Any thread but, where the host is live, the audio thread.</summary>
    /// <param name="patience">For how long to wait for another thread that does it already.</param>
    internal void Pump(TimeSpan patience)
    {
        if (!_gate.TryEnter(patience))
            return;
        try
        {
            Analyse();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Ends the analysis; the audio thread must not use it any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            Live.Dispose();
        }
    }

    private void Analyse()
    {
        if (_isClosed || _failure != null)
            return;
        try
        {
            using FloatingPointMode mode = FloatingPointMode.FlushToZero();
            Live.Pump();
        }
        catch (Exception e) when (e is InputException or InvalidOperationException)
        {
            // The sound never waits for the model: the analysis ends, and the editor says why.
            Volatile.Write(ref _failure, e.Message);
        }
    }

    private static float[]? WeightsOf(ModelMetadata metadata, string genre) =>
        metadata.GenrePriors.Any(prior => prior.Genre.Equals(genre, StringComparison.OrdinalIgnoreCase)) ? [.. metadata.GenreWeights(genre)] : null;
}
