namespace RealtimeEmotion.Engine.Emotions;

/// <summary>A stretch of a clip that feels like one thing.</summary>
/// <param name="StartSample">First sample, counted from the start of the clip.</param>
/// <param name="EndSample">Just behind the last sample.</param>
/// <param name="Estimate">The mean of the estimates inside.</param>
public readonly record struct EmotionSegment(long StartSample, long EndSample, EmotionEstimate Estimate);
