using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;
using RealtimeEmotion.Engine.Tests.Models;

namespace RealtimeEmotion.Audio.Tests.Streams;

/// <summary>Events as a listener would say them.</summary>
internal static class Said
{
    private const int Rate = 16000;
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    public static ModelMetadata Model => TinyModel.Metadata;

    /// <summary>An estimate at a time of the stream; silence where no emotion is named.</summary>
    public static StreamEvent Estimate(double seconds, string? emotion)
    {
        var probabilities = default(EmotionProbabilities);
        var top = emotion is null ? -1 : Model.Labels.IndexOf(emotion);
        for (var i = 0; i < Model.Labels.Length; i++)
            probabilities[i] = emotion is null ? 0.25f : i == top ? 0.7f : 0.1f;
        var end = (long)(seconds * Rate);
        var estimate = emotion is null
            ? new EmotionEstimate(end, Rate, 4, probabilities, -1, 0, 0, 0, false, true, float.NegativeInfinity)
            : new EmotionEstimate(end, Rate, 4, probabilities, top, -0.25f, 0.75f, 0.5f, false, false, -12.25f);
        return News(StreamEventKind.Estimate, seconds, null, null) with { Estimate = estimate };
    }

    public static StreamEvent News(StreamEventKind kind, double seconds, string? detail, double? gap) => new()
    {
        Source = "radio",
        Kind = kind,
        WallClock = Start.AddSeconds(seconds),
        StreamSeconds = seconds,
        SamplePosition = (long)(seconds * Rate),
        SampleRate = Rate,
        Detail = detail,
        GapSeconds = gap,
    };
}
