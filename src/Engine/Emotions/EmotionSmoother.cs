using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Emotions;

/// <summary>
/// Turns the network's probabilities into estimates: smooths them over *time*, names the emotion, places it on the
/// valence-arousal plane, and says how sure and how ambiguous it is.
/// </summary>
/// <remarks>
/// The smoother is a one-pole filter in continuous time, s ← s + (1 − 2^(−Δt/h))·(p − s) for a half-life h, so what it
/// does in a second does not depend on how often it is called. Not thread-safe.
/// </remarks>
[RealTimeSafe]
public sealed class EmotionSmoother
{
    private readonly float[] _valence;
    private readonly float[] _arousal;
    private readonly float _ambiguityMargin;
    private EmotionProbabilities _state;
    private bool _hasState;

    /// <param name="metadata">Gives the number of labels, their places on the plane and the ambiguity margin.</param>
    /// <param name="halfLifeSeconds">0 (no smoothing) or more.</param>
    public EmotionSmoother(ModelMetadata metadata, double halfLifeSeconds)
    {
        _valence = [.. metadata.LabelValence];
        _arousal = [.. metadata.LabelArousal];
        _ambiguityMargin = metadata.AmbiguityMargin;
        HalfLifeSeconds = halfLifeSeconds;
    }

    /// <summary>Seconds in which the state goes half of the way to a new value; 0 or less is no smoothing. May change at
    /// any moment.</summary>
    public double HalfLifeSeconds { get; set; }

    /// <summary>Forgets the past.</summary>
    public void Reset() => _hasState = false;

    /// <summary>Takes the probabilities of one more window in.</summary>
    /// <param name="probabilities">One a label.</param>
    /// <param name="elapsedSeconds">Time since the previous call; unused in the first call after a reset.</param>
    /// <param name="endSample">See <see cref="EmotionEstimate"/>.</param>
    /// <param name="lengthSamples">See <see cref="EmotionEstimate"/>.</param>
    /// <param name="levelDecibels">See <see cref="EmotionEstimate"/>.</param>
    public EmotionEstimate Next(ReadOnlySpan<float> probabilities, double elapsedSeconds, long endSample, long lengthSamples, float levelDecibels)
    {
        int count = _valence.Length;
        Span<float> state = _state.AsSpan(count);
        if (!_hasState || HalfLifeSeconds <= 0)
        {
            probabilities[..count].CopyTo(state);
            _hasState = true;
        }
        else
        {
            float step = (float)(1 - Math.Pow(2, -elapsedSeconds / HalfLifeSeconds));
            for (int i = 0; i < count; i++)
            {
                state[i] += step * (probabilities[i] - state[i]);
            }
        }

        return Describe(_valence, _arousal, _ambiguityMargin, state, endSample, lengthSamples, levelDecibels);
    }

    /// <summary>The estimate of silence, which is no emotion; forgets the past.</summary>
    /// <param name="endSample">See <see cref="EmotionEstimate"/>.</param>
    /// <param name="lengthSamples">See <see cref="EmotionEstimate"/>.</param>
    /// <param name="levelDecibels">See <see cref="EmotionEstimate"/>.</param>
    public EmotionEstimate Silence(long endSample, long lengthSamples, float levelDecibels)
    {
        Reset();
        int count = _valence.Length;
        EmotionProbabilities even = default;
        even.AsSpan(count).Fill(1f / count);
        return new EmotionEstimate(endSample, lengthSamples, count, even, TopIndex: -1, Valence: 0, Arousal: 0, Confidence: 0, IsAmbiguous: false, IsSilent: true, levelDecibels);
    }

    /// <summary>The estimate that a set of probabilities stands for.</summary>
    /// <param name="metadata">The model that gave them.</param>
    /// <param name="probabilities">One a label.</param>
    /// <param name="endSample">See <see cref="EmotionEstimate"/>.</param>
    /// <param name="lengthSamples">See <see cref="EmotionEstimate"/>.</param>
    /// <param name="levelDecibels">See <see cref="EmotionEstimate"/>.</param>
    [SetUp]
    public static EmotionEstimate Describe(ModelMetadata metadata, ReadOnlySpan<float> probabilities, long endSample, long lengthSamples, float levelDecibels) =>
        Describe(metadata.LabelValence.AsSpan(), metadata.LabelArousal.AsSpan(), metadata.AmbiguityMargin, probabilities, endSample, lengthSamples, levelDecibels);

    private static EmotionEstimate Describe(
        ReadOnlySpan<float> labelValence,
        ReadOnlySpan<float> labelArousal,
        float ambiguityMargin,
        ReadOnlySpan<float> probabilities,
        long endSample,
        long lengthSamples,
        float levelDecibels)
    {
        int count = labelValence.Length;
        int top = 0;
        float second = float.NegativeInfinity;
        float valence = 0;
        float arousal = 0;
        for (int i = 0; i < count; i++)
        {
            float p = probabilities[i];
            valence += p * labelValence[i];
            arousal += p * labelArousal[i];
            if (i == 0)
            {
                continue;
            }

            if (p > probabilities[top])
            {
                second = probabilities[top];
                top = i;
            }
            else if (p > second)
            {
                second = p;
            }
        }

        float even = 1f / count;
        float confidence = Math.Clamp((probabilities[top] - even) / (1 - even), 0, 1);
        EmotionProbabilities copy = default;
        probabilities[..count].CopyTo(copy.AsSpan(count));
        return new EmotionEstimate(
            endSample,
            lengthSamples,
            count,
            copy,
            top,
            Math.Clamp(valence, -1, 1),
            Math.Clamp(arousal, -1, 1),
            confidence,
            IsAmbiguous: probabilities[top] - second < ambiguityMargin,
            IsSilent: false,
            levelDecibels);
    }
}
