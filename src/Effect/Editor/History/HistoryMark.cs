namespace RealtimeEmotion.Effect.Editor.History;

/// <summary>From a sample of the stream on, the host's time runs like this.</summary>
/// <param name="Stream">First sample of the stream that it holds for.</param>
/// <param name="Project">The host's position at that sample.</param>
/// <param name="IsPlaying">Whether the host's time moves with the stream, or stands.</param>
internal readonly record struct HistoryMark(long Stream, long Project, bool IsPlaying);
