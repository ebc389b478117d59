using RealtimeEmotion.Audio;

namespace RealtimeEmotion.Cli.Output;

/// <summary>The result for one input: an analysis, or why there is none.</summary>
/// <param name="File">The input as the user named it.</param>
/// <param name="Analysis">Null where it failed.</param>
/// <param name="Error">Null where it did not.</param>
internal readonly record struct AnalysisRow(string File, ClipAnalysis? Analysis, string? Error);
