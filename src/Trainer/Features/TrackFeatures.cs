namespace RealtimeEmotion.Trainer.Features;

/// <summary>A track's log-mel frames.</summary>
/// <param name="Values">Frame after frame, each <paramref name="Bands"/> values.</param>
/// <param name="Frames">The number of frames.</param>
/// <param name="Bands">The number of mel bands.</param>
internal sealed record TrackFeatures(float[] Values, int Frames, int Bands)
{
    internal ReadOnlySpan<float> Frame(int index) => Values.AsSpan(index * Bands, Bands);
}
