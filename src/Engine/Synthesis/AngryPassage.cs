namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>Anger: low E against F and B flat, 168 beats a minute, seven bars.</summary>
internal static class AngryPassage
{
    private const double Beat = 60.0 / 168;
    private const int Bars = 7;

    // A bar in sixteenths: the chord's distance from low E, or '.' for a rest; upper case is left to ring.
    private static readonly string[] Riffs =
    [
        "E  eee  eF  F  e",
        "E  eee  eB  A  f",
        "E  eee  eF  F  e",
        "eeeefffffeeeBbFf",
        "E  eee  eF  F  e",
        "eeeebbbbaaaaffff",
        "E     F     E   ",
    ];

    internal static void Play(StereoBus track, double startSeconds)
    {
        double sixteenth = Beat / 4, length = Bars * 4 * Beat;
        var bus = new StereoBus(StereoBus.FrameOf(length));
        uint take = 1001;
        for (int bar = 0; bar < Bars; bar++)
        {
            string riff = Riffs[bar];
            for (int i = 0; i < riff.Length; i++)
            {
                if (riff[i] == ' ')
                {
                    continue;
                }

                int until = i + 1;
                while (until < riff.Length && riff[until] == ' ')
                {
                    until++;
                }

                bool muted = char.IsLower(riff[i]);
                int note = 28 + char.ToLowerInvariant(riff[i]) switch { 'e' => 12, 'f' => 13, 'a' => 17, 'b' => 18, _ => 12 };
                double at = (bar * 4 * Beat) + (i * sixteenth);
                double seconds = (until - i) * sixteenth * (muted ? 0.85 : 0.97);
                bus.Add(Instruments.DistortedChord(note, seconds, muted, take++), at, 0.42, -0.85);
                bus.Add(Instruments.DistortedChord(note, seconds, muted, take++), at + 0.004, 0.42, 0.85);
                bus.Add(Instruments.DistortedChord(note - 12, seconds, muted, take++), at, 0.3);
            }
        }

        float[] kick = Drums.Kick(0.22, 3.2), snare = Drums.Snare(0.28, 2.4), hat = Drums.Hat(26, 71), crash = Drums.Crash(1.6);
        for (int bar = 0; bar < Bars; bar++)
        {
            double at = bar * 4 * Beat;
            bool last = bar == Bars - 1;
            if (bar % 2 == 0)
            {
                bus.Add(crash, at, 0.34, 0.4);
            }

            for (int i = 0; i < 16; i++)
            {
                double when = at + (i * sixteenth);
                bool fill = bar is 3 or 5;
                if (last ? i is 0 or 6 or 12 : fill || i is 0 or 3 or 4 or 5 or 8 or 9 or 12 or 15)
                {
                    bus.Add(kick, when, 0.6);
                }

                if (last ? i is 0 or 6 or 12 : i is 4 or 12 || (fill && i >= 12))
                {
                    bus.Add(snare, when, 0.55, 0.05);
                }

                if (!last && i % 2 == 0)
                {
                    bus.Add(hat, when, 0.15, -0.35);
                }
            }
        }

        bus.Add(crash, (length - (4 * Beat)) + (6 * sixteenth), 0.34, -0.4);
        bus.Add(crash, (length - (4 * Beat)) + (12 * sixteenth), 0.34, 0.2);
        Room.Add(bus, 0.7, 5000, 0.1);
        bus.Close(length - 0.03, 0.03);
        track.Add(bus, startSeconds, 0.5);
    }
}
