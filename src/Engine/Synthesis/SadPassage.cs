namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>Sadness: A minor at 48 beats a minute, four slow chords.</summary>
internal static class SadPassage
{
    private const double Beat = 60.0 / 48;

    // A minor, F over A, D minor, E suspended: each two beats.
    private static readonly int[][] Chords = [[45, 52, 57, 60], [41, 48, 57, 60], [38, 50, 57, 65], [40, 52, 57, 59]];

    // Beat, length in beats, note, velocity: every phrase falls.
    private static readonly (double Beat, double Length, int Note, double Velocity)[] Tune =
    [
        (0.25, 0.75, 76, 0.62), (1, 0.5, 74, 0.5), (1.5, 0.55, 72, 0.46),
        (2, 1.2, 69, 0.56), (3.25, 0.4, 71, 0.42), (3.6, 0.5, 72, 0.46),
        (4, 1, 74, 0.62), (5, 0.5, 72, 0.48), (5.5, 0.5, 69, 0.42),
        (6, 1.1, 71, 0.54), (7.1, 1.2, 68, 0.4),
    ];

    internal static void Play(StereoBus track, double startSeconds)
    {
        double length = 8 * Beat;
        var bus = new StereoBus(StereoBus.FrameOf(length + 1.2));
        uint seed = 101;
        for (int c = 0; c < Chords.Length; c++)
        {
            double at = c * 2 * Beat;
            for (int k = 0; k < Chords[c].Length; k++)
            {
                double pan = -0.5 + (k / 3.0);
                bus.Add(Instruments.Strings(Chords[c][k], (2 * Beat) + 0.7, k == 0 ? 380 : 780, 0.7, seed++), at, 0.15, pan);

                // The left hand spreads the chord as it sets it down.
                bus.Add(Instruments.Piano(Chords[c][k], 2.2 * Beat, 0.42), at + (0.11 * k), 0.32, -0.2);
            }

            bus.Add(Instruments.Piano(Chords[c][2], 1.2 * Beat, 0.34), at + Beat, 0.26, -0.2);
        }

        foreach ((double beat, double duration, int note, double velocity) in Tune)
        {
            bus.Add(Instruments.Piano(note, (duration * Beat) + 0.5, velocity), beat * Beat, 0.62, 0.12);
        }

        Room.Add(bus, 2.8, 3200, 0.3);
        bus.Close(length - 0.1, 1.0);
        track.Add(bus, startSeconds, 0.62);
    }
}
