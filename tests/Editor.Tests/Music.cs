using RealtimeEmotion.Effect;
using RealtimeEmotion.Engine.Emotions;

namespace RealtimeEmotion.Editor.Tests;

/// <summary>Writes what the effect would: a piece of music that changes its mood, with a fade-in and a duck.</summary>
internal sealed class Music
{
    public const int SampleRate = 48000;

    private const int PointLength = SampleRate / 100;
    private const int Hop = SampleRate / 4;

    private readonly EffectTelemetry _telemetry;
    private readonly Random _random = new(7);
    private double _pulse;

    public Music(EffectTelemetry telemetry, long projectStart = 0)
    {
        _telemetry = telemetry;
        ProjectStart = projectStart;
        telemetry.SampleRate = SampleRate;
        telemetry.IsPlaying = true;
        telemetry.ProjectPosition = projectStart;
    }

    public long ProjectStart { get; }

    public long Position { get; private set; }

    /// <summary>Plays on for some seconds.</summary>
    public void Play(double seconds)
    {
        long end = Position + (long)(seconds * SampleRate);
        for (; Position < end; Position += PointLength)
        {
            double time = (double)Position / SampleRate;
            _pulse = time % 0.5 < 0.01 ? 1 : _pulse * 0.94;
            double swell = 0.45 + (0.3 * Math.Sin(time / 9)) + (0.15 * Math.Sin(time / 2.3));
            double peak = IsSilentAt(time) ? 0 : Math.Clamp(swell * (0.35 + (0.65 * _pulse)) * (0.7 + (0.3 * _random.NextDouble())), 0, 1);
            double gain = GainAt(time);
            _telemetry.Publish(new WaveformPoint(Position, (float)-peak, (float)(peak * 0.95), (float)gain));
            _telemetry.Gain = gain;
            double level = peak > 0 ? (20 * Math.Log10(swell)) - 14 : double.NegativeInfinity;
            _telemetry.MomentaryLoudness = level + (3 * _pulse);
            _telemetry.ShortTermLoudness = level;
            if ((Position + PointLength) % Hop == 0)
                _telemetry.Publish(EstimateAt(time, Position + PointLength));
        }

        _telemetry.StreamPosition = Position;
        _telemetry.ProjectPosition = ProjectStart + Position;
    }

    private static bool IsSilentAt(double time) => time is > 30 and < 33;

    private static double GainAt(double time) => Math.Clamp(time / 6, 0, 1) * (time is > 45 and < 56 ? 0.35 : 1);

    private static EmotionEstimate EstimateAt(double time, long end)
    {
        var probabilities = default(EmotionProbabilities);
        if (IsSilentAt(time))
        {
            probabilities.AsSpan(4).Fill(0.25f);
            return new EmotionEstimate(end, 3 * SampleRate, 4, probabilities, -1, 0, 0, 0, false, true, float.NegativeInfinity);
        }

        double[] weights = [
            Math.Exp(1.4 * Math.Sin(time / 11)), Math.Exp(1.2 * Math.Sin((time / 13) + 2)), Math.Exp(0.8 * Math.Sin((time / 7) + 4)),
            Math.Exp(1.3 * Math.Sin((time / 17) + 5.2))];
        double sum = weights.Sum();
        ModelStatus model = FakeSession.Shipped;
        double valence = 0;
        double arousal = 0;
        int top = 0;
        for (int k = 0; k < 4; k++)
        {
            double share = weights[k] / sum;
            probabilities[k] = (float)share;
            valence += share * model.Valence[k];
            arousal += share * model.Arousal[k];
            if (weights[k] > weights[top])
                top = k;
        }

        double second = weights.Where((_, k) => k != top).Max() / sum;
        double best = weights[top] / sum;
        return new EmotionEstimate(
            end, 3 * SampleRate, 4, probabilities, top, (float)valence, (float)arousal, (float)((best - 0.25) / 0.75), best - second < 0.05, false, -20);
    }
}
