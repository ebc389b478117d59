using System.Text.Encodings.Web;
using System.Text.Json;
using RealtimeEmotion.Engine.Models;

namespace RealtimeEmotion.Audio.Streams.Outputs;

/// <summary>One JSON object a line (<see cref="EstimateFields.WriteEvent"/>).</summary>
/// <param name="model">Who gives the estimates.</param>
public sealed class JsonLinesFormat(ModelMetadata model) : IEventFormat
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public string Header => "";

    /// <inheritdoc/>
    public void Append(StreamEvent streamEvent, MemoryStream lines)
    {
        using (var json = new Utf8JsonWriter(lines, Options))
            EstimateFields.WriteEvent(json, model, streamEvent);
        lines.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public bool IsTorn(ReadOnlySpan<byte> line)
    {
        var ours = "{\"source\":"u8;
        if (!line.StartsWith(ours[..Math.Min(line.Length, ours.Length)]))
            return false;
        var reader = new Utf8JsonReader(line);
        try
        {
            return !reader.Read() || !reader.TrySkip();
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
