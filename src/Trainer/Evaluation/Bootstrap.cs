namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>Intervals by resampling tracks with replacement.</summary>
/// <remarks>B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap", Chapman &amp; Hall, 1993: percentile
/// intervals.</remarks>
internal static class Bootstrap
{
    private const double Tail = 0.025;

    /// <summary>Intervals of several measures, all from the same resamples.</summary>
    /// <param name="count">How many tracks there are.</param>
    /// <param name="resamples">How often to draw, 1 or more.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <param name="measure">The measures of the tracks at given indices; the same index may come more than once.</param>
    internal static Interval[] Intervals(int count, int resamples, int seed, Func<int[], double[]> measure)
    {
        double[] values = measure([.. Enumerable.Range(0, count)]);
        var random = new Random(seed);
        var drawn = new double[resamples][];
        var indices = new int[count];
        for (int i = 0; i < resamples; i++)
        {
            for (int k = 0; k < count; k++)
            {
                indices[k] = random.Next(count);
            }

            drawn[i] = measure(indices);
        }

        return [.. values.Select((value, m) =>
        {
            double[] sorted = [.. drawn.Select(d => d[m]).Order()];
            return new Interval(value, sorted[(int)(Tail * (resamples - 1))], sorted[(int)Math.Ceiling((1 - Tail) * (resamples - 1))]);
        })];
    }
}
