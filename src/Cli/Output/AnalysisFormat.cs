namespace RealtimeEmotion.Cli.Output;

/// <summary>How results of an analysis are written.</summary>
internal enum AnalysisFormat
{
    /// <summary>A table for people.</summary>
    Table,

    /// <summary>One JSON array.</summary>
    Json,

    /// <summary>One JSON object a line, each as soon as it is known.</summary>
    Jsonl,

    /// <summary>Comma-separated values with a header line.</summary>
    Csv,
}
