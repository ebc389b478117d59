namespace RealtimeEmotion.Engine.Resampling;

/// <summary>The streaming resampler on a signal that is all there.</summary>
public static class WholeSignal
{
    /// <summary>Resamples a whole signal; ⌈length · outputRate / inputRate⌉ samples come back.</summary>
    /// <param name="signal">A mono signal.</param>
    /// <param name="inputRate">Its rate in hertz.</param>
    /// <param name="outputRate">The rate wanted, in hertz.</param>
    public static float[] Resample(ReadOnlySpan<float> signal, int inputRate, int outputRate)
    {
        const int Block = 1 << 16;
        var resampler = new StreamingResampler(inputRate, outputRate);
        var output = new float[checked((int)(((((long)signal.Length * outputRate) + inputRate - 1) / inputRate) + resampler.MaxOutput(1)))];
        int filled = 0;
        while (!signal.IsEmpty)
        {
            ReadOnlySpan<float> block = signal[..Math.Min(signal.Length, Block)];
            signal = signal[block.Length..];
            filled += resampler.Process(block, output.AsSpan(filled));
        }

        filled += resampler.Flush(output.AsSpan(filled));
        return output[..filled];
    }
}
