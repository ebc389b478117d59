namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>Neutral: C major seventh and F major seventh, 72 beats a minute, nothing that wants to go anywhere.</summary>
internal static class CalmPassage
{
    private const double Beat = 60.0 / 72;

    private static readonly int[][] Pads = [[48, 55, 64, 71], [41, 53, 60, 64, 69]];

    private static readonly int[][] Arpeggios = [[60, 67, 71, 76, 74, 71, 67, 64], [65, 72, 76, 79, 77, 76, 72, 69]];

    internal static void Play(StereoBus track, double startSeconds)
    {
        double length = 12 * Beat;
        var bus = new StereoBus(StereoBus.FrameOf(length + 0.4));
        for (int half = 0; half < 2; half++)
        {
            double at = half * 6 * Beat;
            for (int k = 0; k < Pads[half].Length; k++)
            {
                bus.Add(Instruments.SoftPad(Pads[half][k], (6 * Beat) + 0.9, 1.0, k * 1.7), at, k == 0 ? 0.2 : 0.11, -0.6 + (0.35 * k));
            }

            for (int eighth = 0; eighth < 12; eighth++)
            {
                int note = Arpeggios[half][eighth % 8];
                double velocity = eighth % 4 == 0 ? 0.62 : 0.5;
                bus.Add(Instruments.Bell(note, 1.8, velocity), at + (eighth * Beat / 2), 0.26, 0.35 * Math.Sin(eighth * 0.9));
            }
        }

        Room.Add(bus, 2.2, 4500, 0.24);
        bus.Close(length - 0.06, 0.35);
        track.Add(bus, startSeconds, 0.68);
    }
}
