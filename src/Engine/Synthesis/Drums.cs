namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>Drums and cymbals, each stroke as mono samples, about ±1.</summary>
internal static class Drums
{
    private const int Rate = StereoBus.Rate;

    /// <summary>A bass drum: a sine that falls in pitch, and a click.</summary>
    internal static float[] Kick(double seconds, double drive)
    {
        var stroke = new float[StereoBus.FrameOf(seconds)];
        var noise = new Noise(11);
        double phase = 0;
        for (int i = 0; i < stroke.Length; i++)
        {
            double t = i / (double)Rate;
            phase += (46 + (140 * Math.Exp(-t * 38))) / Rate;
            double body = Math.Sin(2 * Math.PI * phase) * Math.Exp(-t * 9);
            double click = noise.Next() * Math.Exp(-t * 420) * 0.35;
            stroke[i] = (float)(Math.Tanh(drive * (body + click)) * Math.Min(1, (stroke.Length - i) / 400.0));
        }

        return stroke;
    }

    /// <summary>A snare drum: two modes of the skin under a burst of noise.</summary>
    internal static float[] Snare(double seconds, double crack)
    {
        var stroke = new float[StereoBus.FrameOf(seconds)];
        var noise = new Noise(23);
        var colour = default(StateVariableFilter);
        colour.Tune(2300, 0.6);
        for (int i = 0; i < stroke.Length; i++)
        {
            double t = i / (double)Rate;
            colour.Step(noise.Next());
            double skin = (Math.Sin(2 * Math.PI * 186 * t) + (0.6 * Math.Sin(2 * Math.PI * 331 * t))) * Math.Exp(-t * 22);
            double wires = (colour.Band + (0.7 * colour.High)) * Math.Exp(-t * 15);
            stroke[i] = (float)(Math.Tanh(crack * ((0.6 * skin) + (0.8 * wires))) * Math.Min(1, (stroke.Length - i) / 400.0));
        }

        return stroke;
    }

    /// <summary>Hands: four short bursts, the last one rings.</summary>
    internal static float[] Clap()
    {
        var stroke = new float[StereoBus.FrameOf(0.25)];
        var noise = new Noise(37);
        var colour = default(StateVariableFilter);
        colour.Tune(1250, 1.4);
        Span<double> bursts = [0, 0.011, 0.021, 0.03];
        for (int i = 0; i < stroke.Length; i++)
        {
            double t = i / (double)Rate;
            double envelope = 0;
            for (int k = 0; k < bursts.Length; k++)
            {
                envelope += t < bursts[k] ? 0 : Math.Exp(-(t - bursts[k]) * (k == bursts.Length - 1 ? 26 : 240));
            }

            colour.Step(noise.Next());
            stroke[i] = (float)(1.4 * colour.Band * envelope);
        }

        return stroke;
    }

    /// <summary>A hi-hat or a shaker: noise above 7 kHz, short or long.</summary>
    internal static float[] Hat(double decay, uint seed)
    {
        var stroke = new float[StereoBus.FrameOf(Math.Min(0.5, 6 / decay))];
        var noise = new Noise(seed);
        var colour = default(StateVariableFilter);
        colour.Tune(7500, 0.9);
        for (int i = 0; i < stroke.Length; i++)
        {
            colour.Step(noise.Next());
            stroke[i] = (float)(colour.High * Math.Exp(-i * decay / Rate) * Math.Min(1, i / 20.0));
        }

        return stroke;
    }

    /// <summary>A crash cymbal: noise, and metal that does not agree on a pitch.</summary>
    internal static float[] Crash(double seconds)
    {
        var stroke = new float[StereoBus.FrameOf(seconds)];
        var noise = new Noise(53);
        var colour = default(StateVariableFilter);
        colour.Tune(4200, 0.6);
        Span<double> metal = [2163.3, 3057.7, 3821.2, 4473.9, 5381.1, 6429.6];
        for (int i = 0; i < stroke.Length; i++)
        {
            double t = i / (double)Rate;
            double ring = 0;
            for (int k = 0; k < metal.Length; k++)
            {
                ring += Math.Sin((2 * Math.PI * metal[k] * t) + (2 * Math.Sin(2 * Math.PI * metal[k] * 0.37 * t)));
            }

            colour.Step(noise.Next() + (0.1 * ring));
            stroke[i] = (float)(0.8 * colour.High * Math.Exp(-t * 2.6) * Math.Min(1, (stroke.Length - i) / 4000.0));
        }

        return stroke;
    }
}
