using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RealtimeEmotion.Engine.Emotions;
using RealtimeEmotion.Service.History;

namespace RealtimeEmotion.Service.Feeds;

/// <summary>An event as text. The shapes are a contract with programs; an estimate's fields are those of
/// <c>emotion analyze --format json</c>.</summary>
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
        json.WriteString("time", Iso(e.Time));
        json.WriteNumber("streamSeconds", Math.Round(e.StreamSeconds, 6));
        json.WriteNumber("samplePosition", e.SamplePosition);
        if (e.Estimate is { } estimate)
        {
            json.WriteString("model", e.Run.Model);
            WriteEstimate(json, estimate, e.Run.Labels);
        }

        if (e.Detail is not null)
        {
            json.WriteString("detail", e.Detail);
        }

        if (e.GapSeconds is { } gap)
        {
            json.WriteNumber("gapSeconds", Math.Round(gap, 6));
        }

        json.WriteEndObject();
    }

    /// <summary>The fields of an estimate, into an object that is open.</summary>
    internal static void WriteEstimate(Utf8JsonWriter json, in EmotionEstimate estimate, IReadOnlyList<string> labels)
    {
        json.WriteString("emotion", estimate.IsSilent ? null : labels[estimate.TopIndex]);
        json.WriteBoolean("silent", estimate.IsSilent);
        json.WriteBoolean("ambiguous", estimate.IsAmbiguous);
        json.WriteNumber("confidence", Rounded(estimate.Confidence));
        EmotionProbabilities probabilities = estimate.Probabilities;
        json.WriteStartObject("probabilities");
        for (int i = 0; i < labels.Count; i++)
        {
            json.WriteNumber(labels[i], Rounded(probabilities[i]));
        }

        json.WriteEndObject();
        json.WriteNumber("valence", Rounded(estimate.Valence));
        json.WriteNumber("arousal", Rounded(estimate.Arousal));
        if (float.IsFinite(estimate.LevelDecibels))
        {
            json.WriteNumber("levelDb", Math.Round(estimate.LevelDecibels, 2));
        }
        else
        {
            json.WriteNull("levelDb");
        }
    }

    internal static double Rounded(float value) => Math.Round(value, 6);

    internal static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The header of <see cref="CsvRow"/>.</summary>
    internal static string CsvHeader(IReadOnlyList<string> labels) =>
        string.Join(',', ["id", "stream", "kind", "time", "streamSeconds", "samplePosition", "emotion", "silent", "ambiguous", "confidence", .. labels.Select(Cell), "valence", "arousal", "levelDb", "detail", "gapSeconds"]);

    /// <summary>An event as a row, by the labels of the header: labels that its model does not have stay empty.</summary>
    internal static string CsvRow(HistoryEvent e, IReadOnlyList<string> labels)
    {
        var row = new StringBuilder();
        row.Append(CultureInfo.InvariantCulture, $"{e.Id},{Cell(e.Run.StreamName)},{e.Kind},{Iso(e.Time)},{Math.Round(e.StreamSeconds, 6)},{e.SamplePosition},");
        if (e.Estimate is { } estimate)
        {
            EmotionProbabilities probabilities = estimate.Probabilities;
            row.Append(CultureInfo.InvariantCulture, $"{(estimate.IsSilent ? "" : Cell(e.Run.Labels[estimate.TopIndex]))},{(estimate.IsSilent ? "true" : "false")},{(estimate.IsAmbiguous ? "true" : "false")},{Rounded(estimate.Confidence)},");
            foreach (string label in labels)
            {
                int at = e.Run.Labels.IndexOf(label);
                row.Append(at < 0 ? "," : string.Create(CultureInfo.InvariantCulture, $"{Rounded(probabilities[at])},"));
            }

            row.Append(CultureInfo.InvariantCulture, $"{Rounded(estimate.Valence)},{Rounded(estimate.Arousal)},");
            row.Append(float.IsFinite(estimate.LevelDecibels) ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(estimate.LevelDecibels, 2)},") : ",");
        }
        else
        {
            row.Append(',', 4 + labels.Count + 3);
        }

        row.Append(Cell(e.Detail ?? "")).Append(',');
        if (e.GapSeconds is { } gap)
        {
            row.Append(CultureInfo.InvariantCulture, $"{Math.Round(gap, 6)}");
        }

        return row.ToString();
    }

    private static string Cell(string text)
    {
        // A cell that begins like a formula is run by spreadsheets; names and details come from outside.
        string safe = text.Length > 0 && "=+-@\t".Contains(text[0]) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"")}\"";
    }
}
