namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>
/// A piece of 40 seconds in four passages, one written for each emotion: what `emotion demo` listens to. It is computed
/// from nothing but arithmetic, the same on every run, and may be used freely.
/// </summary>
public static class DemoTrack
{
    /// <summary>Sample rate in hertz.</summary>
    public const int SampleRate = 44100;

    /// <summary>Left and right.</summary>
    public const int Channels = 2;

    /// <summary>Length in seconds.</summary>
    public const double LengthSeconds = 40;

    // -1 dBFS: headroom for the reconstruction filter of whatever plays it.
    private const float Peak = 0.891f;

    private const double PassageSeconds = LengthSeconds / 4;

    /// <summary>The passages in order; each follows the one before without a gap.</summary>
    public static IReadOnlyList<DemoPassage> Passages { get; } =
    [
        new("joy", 0 * PassageSeconds, PassageSeconds, "fast, D major: bright plucks, bouncing bass, drums and claps"),
        new("sadness", 1 * PassageSeconds, PassageSeconds, "slow, A minor: piano and low strings, falling lines"),
        new("neutral", 2 * PassageSeconds, PassageSeconds, "calm, open major sevenths: bells over a soft pad, no drums"),
        new("anger", 3 * PassageSeconds, PassageSeconds, "fast, low minor seconds: distorted saws, hard drums"),
    ];

    /// <summary>Synthesises the track.</summary>
    /// <returns>Interleaved stereo, <see cref="LengthSeconds"/> · <see cref="SampleRate"/> frames, at most −1 dBFS.</returns>
    public static float[] Synthesise()
    {
        int frames = (int)(LengthSeconds * SampleRate);
        var track = new StereoBus(frames);
        JoyfulPassage.Play(track, Passages[0].StartSeconds);
        SadPassage.Play(track, Passages[1].StartSeconds);
        CalmPassage.Play(track, Passages[2].StartSeconds);
        AngryPassage.Play(track, Passages[3].StartSeconds);
        return track.Master(Peak);
    }
}
