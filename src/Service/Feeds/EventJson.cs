using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RealtimeEmotion.Audio;
using RealtimeEmotion.Engine;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Service.History;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>An event of the service as text. The shapes are a contract with programs (<see cref="EventView"/> describes
/// them to OpenAPI); what <c>emotion listen</c> says too has the same name here.</summary>
internal static class EventJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static byte[] Bytes(HistoryEvent e)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, e);
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static void Write(Utf8JsonWriter json, HistoryEvent e)
    {
        json.WriteStartObject();
        json.WriteNumber("id", e.Id);
        json.WriteString("stream", e.Run.StreamName);
        json.WriteString("kind", e.Kind);
        json.WriteString("wallClock", EstimateFields.WallClock(e.Time));
        json.WriteNumber("streamSeconds", EstimateFields.Rounded(e.StreamSeconds));
        json.WriteNumber("samplePosition", e.SamplePosition);
        json.WriteNumber("sampleRate", e.SampleRate);
        json.WriteString("model", e.Run.Model);
        if (e.Estimate is { } estimate)
        {
            EstimateFields.WriteEstimate(json, e.Run.Labels, estimate);
        }

        if (e.GapSeconds is { } gap)
        {
            json.WriteNumber("gapSeconds", EstimateFields.Rounded(gap));
        }

        if (e.Detail is { } detail)
        {
            json.WriteString("detail", detail);
        }

        json.WriteEndObject();
    }

    /// <summary>The header of <see cref="CsvRow"/>.</summary>
    internal static string CsvHeader(IReadOnlyList<string> labels) => string.Join(
        ',', ["id", "stream", "kind", "wallClock", "streamSeconds", "samplePosition", "sampleRate", "model", "emotion", "silent", "ambiguous", "confidence", .. labels.Select(Cell), "valence", "arousal", "levelDecibels", "gapSeconds", "detail"]);

    /// <summary>An event as a row, by the labels of the header: labels that its model does not have stay empty.</summary>
    internal static string CsvRow(HistoryEvent e, IReadOnlyList<string> labels)
    {
        var row = new StringBuilder();
        row.AppendJoin(',', [$"{e.Id}", Cell(e.Run.StreamName), e.Kind, EstimateFields.WallClock(e.Time), Number(e.StreamSeconds), $"{e.SamplePosition}", $"{e.SampleRate}", Cell(e.Run.Model)]);
        if (e.Estimate is { } estimate)
        {
            EmotionProbabilities probabilities = estimate.Probabilities;
            row.Append(',').AppendJoin(',',
            [
                Cell(EstimateFields.EmotionOf(e.Run.Labels, estimate) ?? ""), Flag(estimate.IsSilent), Flag(estimate.IsAmbiguous), Number(estimate.Confidence),
                .. labels.Select(label => e.Run.Labels.IndexOf(label) is >= 0 and var at ? Number(probabilities[at]) : ""),
                Number(estimate.Valence), Number(estimate.Arousal), float.IsFinite(estimate.LevelDecibels) ? Number(estimate.LevelDecibels) : "",
            ]);
        }
        else
        {
            row.Append(',', 7 + labels.Count);
        }

        return row.Append(',').Append(e.GapSeconds is { } gap ? Number(gap) : "").Append(',').Append(Cell(e.Detail ?? "")).ToString();
    }

    private static string Number(double value) => EstimateFields.Number(value);

    private static string Flag(bool value) => value ? "true" : "false";

    // A cell that begins like a formula is run by spreadsheets; names and details come from outside.
    private static string Cell(string text) => CsvCell.Of(text.Length > 0 && "=+-@\t".Contains(text[0]) ? "'" + text : text);
}
