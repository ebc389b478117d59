namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>Pitched instruments. Each gives one note as mono samples, about ±1 at full velocity.</summary>
internal static class Instruments
{
    private const int Rate = StereoBus.Rate;

    /// <summary>Equal temperament, A4 (69) at 440 Hz.</summary>
    internal static double Hertz(double midi) => 440 * Math.Pow(2, (midi - 69) / 12);

    /// <summary>A plucked string (Karplus and Strong, Computer Music Journal 7(2), 1983).</summary>
    internal static float[] Pluck(double midi, double seconds, double brightness, uint seed)
    {
        double period = Rate / Hertz(midi);
        int length = (int)(period - 0.5);
        double fraction = period - 0.5 - length;
        double tuning = (1 - fraction) / (1 + fraction);
        var line = new double[length];
        var noise = new Noise(seed);
        double soft = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            // The second pass forgets that the softened noise began at rest.
            for (int i = 0; i < length; i++)
            {
                soft += (0.15 + (0.8 * brightness)) * (noise.Next() - soft);
                line[i] = soft;
            }
        }

        // A pick near the bridge takes away every fifth harmonic.
        int comb = Math.Max(1, length / 5);
        var plucked = new double[length];
        for (int i = 0; i < length; i++)
        {
            plucked[i] = line[i] - line[(i + length - comb) % length];
        }

        var note = new float[StereoBus.FrameOf(seconds)];
        double loss = Math.Pow(10, -3 * period / (Rate * (0.7 + (1.6 * brightness))));
        double last = 0, allpassIn = 0, allpassOut = 0;
        int at = 0;
        int release = StereoBus.FrameOf(0.06);
        for (int i = 0; i < note.Length; i++)
        {
            double current = plucked[at];
            double averaged = loss * 0.5 * (current + last);
            last = current;
            allpassOut = (tuning * (averaged - allpassOut)) + allpassIn;
            allpassIn = averaged;
            plucked[at] = allpassOut;
            at = at + 1 == length ? 0 : at + 1;
            note[i] = (float)(0.7 * current * Math.Min(1, (note.Length - i) / (double)release));
        }

        return note;
    }

    /// <summary>A struck string, softly: slightly inharmonic partials, each pair of strings a little apart, the high ones gone first.</summary>
    internal static float[] Piano(double midi, double seconds, double velocity)
    {
        const double Inharmonicity = 0.00035;
        double fundamental = Hertz(midi);
        var note = new float[StereoBus.FrameOf(seconds)];
        double damper = 0.25;
        for (int n = 1; n <= 14; n++)
        {
            double partial = n * fundamental * Math.Sqrt(1 + (Inharmonicity * n * n));
            if (partial > 0.4 * Rate)
            {
                break;
            }

            double level = Math.Pow(n, -1.3) * Math.Exp(-(n - 1) * (1.1 - velocity) * 0.7) * (n % 7 == 0 ? 0.3 : 1);
            double decay = Math.Exp(-(0.55 + (0.35 * n) + (fundamental / 900)) / Rate);
            AddPartial(note, partial * 0.9997, 0.5 * level, decay);
            AddPartial(note, partial * 1.0004, 0.5 * level, decay);
        }

        int attack = StereoBus.FrameOf(0.004);
        int release = StereoBus.FrameOf(damper);
        for (int i = 0; i < note.Length; i++)
        {
            note[i] *= (float)(velocity * Math.Min(1, i / (double)attack) * SmoothStep((note.Length - i) / (double)release));
        }

        return note;
    }

    /// <summary>A small bell, or a vibraphone's bar: partials at 1, 2.76 and 5.4, the upper ones short.</summary>
    internal static float[] Bell(double midi, double seconds, double velocity)
    {
        double fundamental = Hertz(midi);
        var note = new float[StereoBus.FrameOf(seconds)];
        AddPartial(note, fundamental, 1, Math.Exp(-1.6 / Rate));
        AddPartial(note, fundamental * 2.0, 0.12, Math.Exp(-2.5 / Rate));
        AddPartial(note, fundamental * 2.756, 0.18 * velocity, Math.Exp(-7.0 / Rate));
        AddPartial(note, fundamental * 5.404, 0.08 * velocity, Math.Exp(-18.0 / Rate));
        int attack = StereoBus.FrameOf(0.002);
        int release = StereoBus.FrameOf(0.3);
        for (int i = 0; i < note.Length; i++)
        {
            note[i] *= (float)(0.8 * velocity * Math.Min(1, i / (double)attack) * SmoothStep((note.Length - i) / (double)release));
        }

        return note;
    }

    /// <summary>Bowed strings from afar, or a synthesiser's pad: three saws a little apart behind a moving low-pass.</summary>
    internal static float[] Strings(double midi, double seconds, double cutoff, double attackSeconds, uint seed)
    {
        double hertz = Hertz(midi);
        var noise = new Noise(seed);
        var first = new Sawtooth(hertz * 0.9965, noise.Next());
        var second = new Sawtooth(hertz, noise.Next());
        var third = new Sawtooth(hertz * 1.0035, noise.Next());
        double wander = noise.Next() * Math.PI;
        var filter = default(StateVariableFilter);
        var note = new float[StereoBus.FrameOf(seconds)];
        int attack = StereoBus.FrameOf(attackSeconds);
        int release = StereoBus.FrameOf(Math.Min(seconds / 2, 0.8));
        for (int i = 0; i < note.Length; i++)
        {
            double t = i / (double)Rate;
            if ((i & 31) == 0)
            {
                filter.Tune(cutoff * (1 + (0.25 * Math.Sin((2 * Math.PI * 0.31 * t) + wander))), 0.8);
            }

            // Vibrato comes late, as a player's does.
            double bend = 1 + (0.0025 * Math.Min(1, t / 1.2) * Math.Sin((2 * Math.PI * 5.1 * t) + wander));
            filter.Step((first.Next(bend) + second.Next(bend) + third.Next(bend)) / 3);
            note[i] = (float)(filter.Low * SmoothStep(i / (double)attack) * SmoothStep((note.Length - i) / (double)release));
        }

        return note;
    }

    /// <summary>A soft pad: a sine, a little of its octave, breathing slowly.</summary>
    internal static float[] SoftPad(double midi, double seconds, double attackSeconds, double phase)
    {
        double hertz = Hertz(midi);
        var note = new float[StereoBus.FrameOf(seconds)];
        int attack = StereoBus.FrameOf(attackSeconds);
        int release = StereoBus.FrameOf(Math.Min(seconds / 2, 1.2));
        double step = 2 * Math.PI * hertz / Rate;
        for (int i = 0; i < note.Length; i++)
        {
            double x = (step * i) + phase;
            double breath = 1 + (0.18 * Math.Sin((2 * Math.PI * 0.23 * i / Rate) + phase));
            double value = Math.Sin(x) + (0.22 * Math.Sin((2.002 * x) + 0.4)) + (0.06 * Math.Sin(2.997 * x));
            note[i] = (float)(0.7 * value * breath * SmoothStep(i / (double)attack) * SmoothStep((note.Length - i) / (double)release));
        }

        return note;
    }

    /// <summary>A short, round bass note: a saw and its octave below, the filter closing behind the attack.</summary>
    internal static float[] Bass(double midi, double seconds, double velocity)
    {
        double hertz = Hertz(midi);
        var saw = new Sawtooth(hertz, 0.25);
        var filter = default(StateVariableFilter);
        var note = new float[StereoBus.FrameOf(seconds)];
        int attack = StereoBus.FrameOf(0.003);
        int release = StereoBus.FrameOf(0.03);
        for (int i = 0; i < note.Length; i++)
        {
            double t = i / (double)Rate;
            if ((i & 15) == 0)
            {
                filter.Tune(180 + (1500 * velocity * Math.Exp(-t * 14)), 1.1);
            }

            filter.Step((0.6 * saw.Next()) + (0.5 * Math.Sin(2 * Math.PI * hertz * t)));
            note[i] = (float)(filter.Low * velocity * Math.Exp(-t * 1.5) * Math.Min(1, i / (double)attack) * Math.Min(1, (note.Length - i) / (double)release));
        }

        return note;
    }

    /// <summary>A power chord through an amplifier driven hard and a loudspeaker: the strings are summed before the drive, as in
    /// a real one, so that they growl.</summary>
    /// <param name="midi">The root.</param>
    /// <param name="seconds">Length; cut short by the palm.</param>
    /// <param name="muted">Whether the palm lies on the strings.</param>
    /// <param name="take">Two takes differ as two recordings would.</param>
    internal static float[] DistortedChord(double midi, double seconds, bool muted, uint take)
    {
        var noise = new Noise(take);
        double root = Hertz(midi + (0.06 * noise.Next()));
        Span<Sawtooth> strings =
        [
            new(root, noise.Next()),
            new(root * 1.004, noise.Next()),
            new(root * 1.4983, noise.Next()),
            new(root * 2.003, noise.Next()),
        ];
        var tight = default(StateVariableFilter);
        var cabinet = default(StateVariableFilter);
        var presence = default(StateVariableFilter);
        tight.Tune(110, 0.7);
        cabinet.Tune(4300, 0.75);
        presence.Tune(2600, 1.5);
        var note = new float[StereoBus.FrameOf(seconds)];
        int attack = StereoBus.FrameOf(0.002);
        int release = StereoBus.FrameOf(0.012);
        double decay = muted ? 11 : 1.2;
        for (int i = 0; i < note.Length; i++)
        {
            double t = i / (double)Rate;
            double sum = 0;
            for (int k = 0; k < strings.Length; k++)
            {
                sum += strings[k].Next();
            }

            double pick = 0.5 * noise.Next() * Math.Exp(-t * 260);
            tight.Step((0.3 * sum * Math.Exp(-t * decay)) + pick);
            double driven = Math.Tanh(9 * tight.High) + (0.3 * Math.Tanh(3 * tight.Low));
            cabinet.Step(driven);
            presence.Step(cabinet.Low);
            note[i] = (float)(0.8 * (cabinet.Low + (0.5 * presence.Band)) * Math.Min(1, i / (double)attack) * Math.Min(1, (note.Length - i) / (double)release));
        }

        return note;
    }

    private static double SmoothStep(double x)
    {
        double t = Math.Clamp(x, 0, 1);
        return t * t * (3 - (2 * t));
    }

    // A decaying sine by rotation: one complex product a sample.
    private static void AddPartial(Span<float> note, double hertz, double level, double decay)
    {
        if (hertz > 0.45 * Rate)
        {
            return;
        }

        double angle = 2 * Math.PI * hertz / Rate;
        double cos = decay * Math.Cos(angle), sin = decay * Math.Sin(angle);
        double re = level, im = 0;
        foreach (ref float sample in note)
        {
            sample += (float)im;
            (re, im) = ((re * cos) - (im * sin), (re * sin) + (im * cos));
        }
    }
}
