namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>Joy: D major at 144 beats a minute, six bars.</summary>
internal static class JoyfulPassage
{
    private const double Beat = 60.0 / 144;
    private const int Bars = 6;

    // Roots of the bars' chords: D, G, A, D, G and A (half a bar each), D.
    private static readonly int[] Roots = [38, 38, 43, 43, 45, 45, 38, 38, 43, 45, 38, 38];

    // Beat, length in beats, note: a tune that jumps up and lands on its feet.
    private static readonly (double Beat, double Length, int Note)[] Tune =
    [
        (0, 0.5, 74), (0.5, 0.5, 78), (1, 0.5, 81), (1.5, 1, 78), (2.5, 0.5, 81), (3, 1, 86),
        (4, 0.5, 83), (4.5, 0.5, 86), (5, 0.5, 83), (5.5, 1, 79), (6.5, 0.5, 83), (7, 1, 86),
        (8, 0.5, 85), (8.5, 0.5, 81), (9, 0.5, 85), (9.5, 1, 88), (10.5, 0.5, 85), (11, 0.5, 83), (11.5, 0.5, 81),
        (12, 0.5, 86), (12.5, 0.5, 81), (13, 0.5, 78), (13.5, 1, 81), (14.5, 0.5, 78), (15, 1, 74),
        (16, 0.5, 79), (16.5, 0.5, 83), (17, 0.5, 86), (17.5, 0.5, 83), (18, 0.5, 85), (18.5, 0.5, 88), (19, 0.5, 85), (19.5, 0.5, 81),
        (20, 0.5, 86), (20.5, 0.5, 90), (21, 1, 93), (22, 0.5, 90), (22.5, 1.5, 86),
    ];

    internal static void Play(StereoBus track, double startSeconds)
    {
        var bus = new StereoBus(StereoBus.FrameOf((Bars * 4 * Beat) + 0.6));
        uint seed = 1;
        foreach ((double beat, double length, int note) in Tune)
        {
            bus.Add(Instruments.Pluck(note, (length * Beat) + 0.5, 0.9, seed++), beat * Beat, 0.34, -0.15);
            bus.Add(Instruments.Bell(note + 12, (length * Beat) + 0.4, 0.8), beat * Beat, 0.085, 0.25);
        }

        for (int half = 0; half < Roots.Length; half++)
        {
            double at = half * 2 * Beat;
            int root = Roots[half];

            // The bass bounces between octaves in eighths; the chords answer off the beat.
            for (int eighth = 0; eighth < 4; eighth++)
            {
                int note = eighth switch { 0 => root, 1 => root + 12, 2 => root + 7, _ => root + 12 };
                bus.Add(Instruments.Bass(note, Beat * 0.46, eighth == 0 ? 1 : 0.8), at + (eighth * Beat / 2), 0.52);
            }

            foreach (int interval in (ReadOnlySpan<int>)[24, 28, 31])
            {
                for (int beat = 0; beat < 2; beat++)
                {
                    double swing = at + ((beat + 0.5) * Beat);
                    bus.Add(Instruments.Pluck(root + interval, 0.28, 0.7, seed++), swing, 0.17, 0.5);
                    bus.Add(Instruments.Pluck(root + interval, 0.28, 0.6, seed++), swing + 0.006, 0.14, -0.55);
                }
            }
        }

        float[] kick = Drums.Kick(0.3, 1.5), clap = Drums.Clap(), closed = Drums.Hat(70, 61), open = Drums.Hat(16, 62), shaker = Drums.Hat(110, 63);
        bus.Add(Drums.Crash(1.8), 0, 0.16, 0.3);
        for (int beat = 0; beat < Bars * 4; beat++)
        {
            double at = beat * Beat;
            bus.Add(kick, at, beat % 2 == 0 ? 0.62 : 0.3);
            if (beat % 2 == 1)
            {
                bus.Add(clap, at, 0.42, 0.1);
            }

            bus.Add(closed, at, 0.1, 0.35);
            bus.Add(open, at + (Beat / 2), 0.11, 0.35);
            for (int quarter = 0; quarter < 4; quarter++)
            {
                bus.Add(shaker, at + (quarter * Beat / 4), quarter % 2 == 0 ? 0.05 : 0.085, -0.4);
            }
        }

        Room.Add(bus, 0.9, 6000, 0.16);
        bus.Close(Bars * 4 * Beat - 0.02, 0.5);
        track.Add(bus, startSeconds, 0.9);
    }
}
