namespace RealtimeEmotion.Cli.Listening;

/// <summary>What goes to standard output while listening.</summary>
internal enum ListenFormat
{
    /// <summary>The view on a terminal; JSON lines to anything else, unless another output was named.</summary>
    Auto,

    /// <summary>A live view for people.</summary>
    View,

    /// <summary>A line an estimate, for people.</summary>
    Text,

    /// <summary>A JSON object an estimate.</summary>
    Jsonl,

    /// <summary>Comma-separated values with a header line.</summary>
    Csv,

    /// <summary>Nothing.</summary>
    None,
}
