namespace RealtimeEmotion.Audio.Streams;

/// <summary>
/// Sees the sound itself on its way into the analysis, for pictures: an outline of the waveform, the level, and the mel
/// frames that the model sees.
/// </summary>
/// <remarks>Called on the analysis thread: it must not block, and it must not throw.</remarks>
public interface IStreamTap
{
    /// <summary>The next point of the waveform's outline.</summary>
    /// <param name="point">The extremes and the level of a fiftieth of a second.</param>
    void OnOverview(in OverviewPoint point);

    /// <summary>The next mel frame, as the model's front-end computes it.</summary>
    /// <param name="streamSeconds">Stream time of the frame's end.</param>
    /// <param name="bands">One value a band, lowest first, on the front-end's own scale; valid during the call.</param>
    void OnMelFrame(double streamSeconds, ReadOnlySpan<float> bands);
}
