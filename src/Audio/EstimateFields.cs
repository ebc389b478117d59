using System.Collections.Immutable;
using System.Text.Json;
using RealtimeEmotion.Audio.Streams;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio;

/// <summary>
/// An estimate as text: the one place for the names and the precision of its fields, in JSON and in tables. They are a
/// contract with everyone who reads them.
/// </summary>
public static class EstimateFields
{
    private const int Digits = 6;

    /// <summary>The name of the most probable class, or null for silence.</summary>
    public static string? EmotionOf(ModelMetadata model, in EmotionEstimate estimate) => EmotionOf(model.Labels, estimate);

    /// <summary>The same by the labels of a model that need not be there any more.</summary>
    public static string? EmotionOf(ImmutableArray<string> labels, in EmotionEstimate estimate) => estimate.IsSilent ? null : labels[estimate.TopIndex];

    /// <summary>Writes all fields of an estimate that stands by itself, <c>levelDecibels</c> (null for digital silence) too.</summary>
    public static void WriteEstimate(Utf8JsonWriter json, ImmutableArray<string> labels, in EmotionEstimate estimate)
    {
        json.WriteString("emotion", EmotionOf(labels, estimate));
        json.WriteBoolean("silent", estimate.IsSilent);
        WriteCertainty(json, estimate);
        WriteProbabilities(json, labels, estimate);
        if (float.IsFinite(estimate.LevelDecibels))
            json.WriteNumber("levelDecibels", Rounded(estimate.LevelDecibels));
        else
            json.WriteNull("levelDecibels");
    }

    /// <summary>Writes <c>emotion</c> and <c>silent</c> into the object that is open.</summary>
    public static void WriteEmotion(Utf8JsonWriter json, ModelMetadata model, in EmotionEstimate estimate)
    {
        json.WriteString("emotion", EmotionOf(model, estimate));
        json.WriteBoolean("silent", estimate.IsSilent);
    }

    /// <summary>Writes <c>ambiguous</c> and <c>confidence</c>.</summary>
    public static void WriteCertainty(Utf8JsonWriter json, in EmotionEstimate estimate)
    {
        json.WriteBoolean("ambiguous", estimate.IsAmbiguous);
        json.WriteNumber("confidence", Rounded(estimate.Confidence));
    }

    /// <summary>Writes <c>probabilities</c>, an object with a member for each label, <c>valence</c> and <c>arousal</c>.</summary>
    public static void WriteProbabilities(Utf8JsonWriter json, ModelMetadata model, in EmotionEstimate estimate) => WriteProbabilities(json, model.Labels, estimate);

    /// <summary>The same by the labels of a model that need not be there any more.</summary>
    public static void WriteProbabilities(Utf8JsonWriter json, ImmutableArray<string> labels, in EmotionEstimate estimate)
    {
        EmotionProbabilities probabilities = estimate.Probabilities;
        json.WriteStartObject("probabilities");
        for (int i = 0; i < labels.Length; i++)
            json.WriteNumber(labels[i], Rounded(probabilities[i]));
        json.WriteEndObject();
        json.WriteNumber("valence", Rounded(estimate.Valence));
        json.WriteNumber("arousal", Rounded(estimate.Arousal));
    }

    /// <summary>
    /// Writes a stream's event as a whole object: <c>source</c>, <c>kind</c> (the event's, as <c>estimate</c>),
    /// <c>wallClock</c> (ISO 8601, UTC), <c>streamSeconds</c>, <c>samplePosition</c>, <c>sampleRate</c>; for an estimate
    /// its fields and <c>levelDecibels</c> (null for digital silence); <c>gapSeconds</c> and <c>detail</c> where there are any.
    /// </summary>
    public static void WriteEvent(Utf8JsonWriter json, ModelMetadata model, StreamEvent streamEvent)
    {
        json.WriteStartObject();
        WriteEventFields(json, model, streamEvent);
        json.WriteEndObject();
    }

    /// <summary>Writes the fields of <see cref="WriteEvent"/> into the object that is open, for one who has more to say.</summary>
    public static void WriteEventFields(Utf8JsonWriter json, ModelMetadata model, StreamEvent streamEvent)
    {
        json.WriteString("source", streamEvent.Source);
        json.WriteString("kind", NameOf(streamEvent.Kind));
        json.WriteString("wallClock", WallClock(streamEvent));
        json.WriteNumber("streamSeconds", Rounded(streamEvent.StreamSeconds));
        json.WriteNumber("samplePosition", streamEvent.SamplePosition);
        json.WriteNumber("sampleRate", streamEvent.SampleRate);
        if (streamEvent.Estimate is { } estimate)
            WriteEstimate(json, model.Labels, estimate);

        if (streamEvent.GapSeconds is { } gap)
            json.WriteNumber("gapSeconds", Rounded(gap));
        if (streamEvent.Detail is { } detail)
            json.WriteString("detail", detail);
    }

    /// <summary>The name of a kind of event: <c>estimate</c>, <c>formatChanged</c>.</summary>
    public static string NameOf(StreamEventKind kind) => kind switch
    {
        StreamEventKind.Estimate => "estimate",
        StreamEventKind.Gap => "gap",
        StreamEventKind.Stalled => "stalled",
        StreamEventKind.Resumed => "resumed",
        StreamEventKind.FormatChanged => "formatChanged",
        StreamEventKind.Connected => "connected",
        StreamEventKind.Failed => "failed",
        StreamEventKind.Ended => "ended",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>An event's wall clock as text: ISO 8601 in UTC, to the millisecond.</summary>
    public static string WallClock(StreamEvent streamEvent) => WallClock(streamEvent.WallClock);

    /// <summary>A time as text, likewise.</summary>
    public static string WallClock(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>A number as results show it: to six decimal places.</summary>
    public static double Rounded(double value) => Math.Round(value, Digits);

    /// <summary>A number of a table, likewise.</summary>
    public static string Number(double value) => value.ToString("0.######");
}
