namespace RealtimeEmotion.Audio.Tests;

/// <summary>Sounds to test with.</summary>
internal static class TestSignal
{
    /// <summary>White noise in -0.9..0.9.</summary>
    public static float[] Noise(int samples, int seed = 1)
    {
        var random = new Random(seed);
        var signal = new float[samples];
        for (var i = 0; i < samples; i++)
            signal[i] = (float)(random.NextDouble() * 1.8 - 0.9);
        return signal;
    }

    /// <summary>Sines, another one for each channel, interleaved.</summary>
    public static float[] Sines(int frames, int channels, int rate)
    {
        var signal = new float[frames * channels];
        for (var i = 0; i < frames; i++)
        {
            for (var c = 0; c < channels; c++)
                signal[i * channels + c] = (float)(0.5 * Math.Sin(2 * Math.PI * (220 + 110 * c) * i / rate));
        }

        return signal;
    }
}
