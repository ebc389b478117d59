using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine.Emotions;

namespace RealtimeEmotion.Service.History;

/// <summary>Something that happened in a stream, on disk from the moment that it has an id.</summary>
/// <param name="Id">Grows with every event of the service; never given twice. 0 before it is stored.</param>
/// <param name="Run">The run that it belongs to.</param>
/// <param name="Time">Wall-clock time, to the millisecond.</param>
/// <param name="StreamSeconds">Seconds since the stream was first started, gaps included.</param>
/// <param name="SamplePosition">Samples since the run began, gaps included.</param>
/// <param name="SampleRate">Of the source; 0 before its first connection.</param>
/// <param name="Kind">What: <c>estimate</c>, <c>gap</c>, <c>stalled</c>…</param>
/// <param name="Estimate">Where it is an estimate.</param>
/// <param name="Detail">In words, where there is something to say.</param>
/// <param name="GapSeconds">How much is missing, where something is.</param>
internal sealed record HistoryEvent(
    long Id,
    RunRecord Run,
    DateTimeOffset Time,
    double StreamSeconds,
    long SamplePosition,
    int SampleRate,
    string Kind,
    EmotionEstimate? Estimate = null,
    string? Detail = null,
    double? GapSeconds = null)
{
    /// <summary>What the listener said, while the event is new: tells how old the audio is by the time that readers have it.</summary>
    internal StreamEvent? Heard { get; init; }

    /// <summary>Who said it.</summary>
    internal StreamListener? Listener { get; init; }
}
