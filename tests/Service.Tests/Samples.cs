using System.Collections.Immutable;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Service.History;

namespace RealtimeEmotion.Service.Tests;

/// <summary>Events and estimates made up for tests of the history.</summary>
internal static class Samples
{
    internal static readonly ImmutableArray<string> Labels = ["joy", "sadness", "neutral", "anger"];

    internal static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    internal static StreamRecord Stream(string name = "radio", bool wanted = true) => new(0, name, "https://radio.example/live", "tiny", null, 1, 2, wanted, Start);

    internal static EmotionEstimate Estimate(int seed, bool silent = false)
    {
        if (silent)
        {
            EmotionProbabilities even = default;
            even.AsSpan(4).Fill(0.25f);
            return new EmotionEstimate(seed * 100, 100, 4, even, -1, 0, 0, 0, false, true, float.NegativeInfinity);
        }

        var random = new Random(seed);
        EmotionProbabilities probabilities = default;
        Span<float> values = probabilities.AsSpan(4);
        float sum = 0;
        for (int i = 0; i < 4; i++)
        {
            values[i] = random.NextSingle() + 0.01f;
            sum += values[i];
        }

        int top = 0;
        for (int i = 0; i < 4; i++)
        {
            values[i] /= sum;
            top = values[i] > values[top] ? i : top;
        }

        return new EmotionEstimate(seed * 100, 100, 4, probabilities, top, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, 0.5f, seed % 3 == 0, false, -20 - (seed % 7));
    }

    internal static HistoryEvent Event(RunRecord run, int second, bool silent = false) =>
        new(0, run, Start.AddSeconds(second), second, second * 44100L, 44100, "estimate", Estimate(second, silent));

    internal static HistoryEvent Mark(RunRecord run, int second, string kind, double? gap = null, string? detail = null) =>
        new(0, run, Start.AddSeconds(second), second, second * 44100L, 44100, kind, Detail: detail, GapSeconds: gap);
}
