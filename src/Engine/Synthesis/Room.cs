namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>A room: eight delay lines that feed each other through a Householder matrix, damped on the way (a feedback delay
/// network: Jot and Chaigne, AES 90th Convention, 1991).</summary>
internal static class Room
{
    // Mutually prime, 25 to 55 ms.
    private static readonly int[] Lengths = [1103, 1277, 1423, 1597, 1777, 1951, 2143, 2389];

    /// <summary>Adds a mix's reverberation to it.</summary>
    /// <param name="bus">The mix; it is both the source and the destination.</param>
    /// <param name="decaySeconds">Time to fall by 60 dB.</param>
    /// <param name="dampingHertz">Above this the room swallows sound.</param>
    /// <param name="wet">How much of the room is added, linear.</param>
    internal static void Add(StereoBus bus, double decaySeconds, double dampingHertz, double wet)
    {
        var lines = new float[Lengths.Length][];
        var at = new int[Lengths.Length];
        var gain = new float[Lengths.Length];
        Span<float> dull = stackalloc float[Lengths.Length];
        Span<float> outputs = stackalloc float[Lengths.Length];
        dull.Clear();
        for (int k = 0; k < Lengths.Length; k++)
        {
            lines[k] = new float[Lengths[k]];
            gain[k] = (float)Math.Pow(10, -3.0 * Lengths[k] / (decaySeconds * StereoBus.Rate));
        }

        float smoothing = (float)(1 - Math.Exp(-2 * Math.PI * dampingHertz / StereoBus.Rate));
        float amount = (float)(wet / Math.Sqrt(Lengths.Length / 2.0));
        Span<float> left = bus.Left, right = bus.Right;
        for (int i = 0; i < bus.Frames; i++)
        {
            float sum = 0;
            for (int k = 0; k < outputs.Length; k++)
            {
                dull[k] += smoothing * (lines[k][at[k]] - dull[k]);
                outputs[k] = gain[k] * dull[k];
                sum += outputs[k];
            }

            float shared = sum * (2f / Lengths.Length);
            float inLeft = left[i], inRight = right[i], outLeft = 0, outRight = 0;
            for (int k = 0; k < outputs.Length; k++)
            {
                bool isLeft = (k & 1) == 0;
                lines[k][at[k]] = outputs[k] - shared + (isLeft ? inLeft : inRight);
                at[k] = at[k] + 1 == Lengths[k] ? 0 : at[k] + 1;
                float sign = (k & 2) == 0 ? 1 : -1;
                outLeft += isLeft ? sign * outputs[k] : 0;
                outRight += isLeft ? 0 : sign * outputs[k];
            }

            left[i] += amount * outLeft;
            right[i] += amount * outRight;
        }
    }
}
