namespace RealtimeEmotion.Effect.Tests;

/// <summary>Test signals.</summary>
internal static class Signals
{
    public static float[] Noise(int length, int seed, float gain = 0.3f)
    {
        var random = new Random(seed);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++)
            samples[i] = gain * ((2 * random.NextSingle()) - 1);
        return samples;
    }

    public static float[] Constant(int length, float value = 1) => [.. Enumerable.Repeat(value, length)];

    /// <summary>Noise whose colour changes twice a second, so that a model has something to change its mind about.</summary>
    public static float[] Restless(int length, int rate, int seed)
    {
        float[] samples = Noise(length, seed);
        float last = 0;
        for (int i = 0; i < length; i++)
        {
            float dark = (i / (rate / 2) % 3) switch { 0 => 0f, 1 => 0.9f, _ => 0.99f };
            last = (dark * last) + ((1 - dark) * samples[i]);
            samples[i] = last;
        }

        return samples;
    }
}
