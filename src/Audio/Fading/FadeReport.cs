using RealtimeEmotion.Engine.Fades;

namespace RealtimeEmotion.Audio.Fading;

/// <summary>What became of a file that was faded.</summary>
/// <param name="Format">What the input is: "WAV, 16-bit PCM".</param>
/// <param name="SampleRate">Its rate in Hz.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="Frames">Its length.</param>
/// <param name="Plan">Where the fades are.</param>
/// <param name="Warning">What is odd about the input, or null.</param>
/// <param name="ReaderGone">Whether the reader of standard output left before the end, so that the rest was not written.</param>
public sealed record FadeReport(
    string Format, int SampleRate, int Channels, long Frames, FadePlan Plan, string? Warning, bool ReaderGone = false);
