using System.Text.Json;
using System.Text.Json.Serialization;

namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>How reports are written as JSON.</summary>
internal static class ReportJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
