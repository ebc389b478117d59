using System.ComponentModel;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>Something that happened in a stream, as <see cref="EventJson"/> writes it: here for the description of the
/// interface. The fields of an estimate are there where <c>kind</c> is <c>estimate</c>.</summary>
internal sealed record EventView
{
    [Description("Grows with every event of the service; never given twice.")]
    public required long Id { get; init; }

    [Description("The stream's name.")]
    public required string Stream { get; init; }

    [Description("estimate, gap, stalled, resumed, formatChanged, connected, failed or ended.")]
    public required string Kind { get; init; }

    [Description("When the newest audio described arrived; for other news, when it was noticed.")]
    public required DateTimeOffset WallClock { get; init; }

    [Description("Seconds since the stream was first started, gaps included.")]
    public required double StreamSeconds { get; init; }

    [Description("Frames at sampleRate since the present run of the stream began.")]
    public required long SamplePosition { get; init; }

    [Description("Frames a second of the source; 0 before its first connection.")]
    public required int SampleRate { get; init; }

    [Description("Who listened.")]
    public required string Model { get; init; }

    [Description("The most probable emotion; null for silence, which is none.")]
    public string? Emotion { get; init; }

    public bool? Silent { get; init; }

    [Description("Whether the two most probable are close.")]
    public bool? Ambiguous { get; init; }

    [Description("0 to 1: the top probability above an even spread.")]
    public double? Confidence { get; init; }

    [Description("By label; they sum to 1.")]
    public IReadOnlyDictionary<string, double>? Probabilities { get; init; }

    [Description("-1 (unpleasant) to 1 (pleasant).")]
    public double? Valence { get; init; }

    [Description("-1 (calm) to 1 (excited).")]
    public double? Arousal { get; init; }

    [Description("RMS level of the newest hop in dBFS; null for digital silence.")]
    public double? LevelDecibels { get; init; }

    [Description("How much audio is missing, or how long none came.")]
    public double? GapSeconds { get; init; }

    [Description("In words, where there is more to say.")]
    public string? Detail { get; init; }
}
