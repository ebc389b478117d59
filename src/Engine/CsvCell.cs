namespace RealtimeEmotion.Engine;

/// <summary>Text as a cell of comma-separated values (RFC 4180). Any thread.</summary>
public static class CsvCell
{
    /// <summary>A cell, in quotation marks where it needs them.</summary>
    public static string Of(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
