namespace RealtimeEmotion.Trainer.Training;

/// <summary>Draws from the symmetric Beta distribution.</summary>
internal static class BetaDistribution
{
    /// <summary>One draw from Beta(a, a), 0 … 1, as the share of one of two Gamma(a) draws.</summary>
    internal static double Draw(double a, Random random)
    {
        double x = Gamma(a, random);
        double y = Gamma(a, random);
        return x + y > 0 ? x / (x + y) : 0.5;
    }

    // G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (3), 2000; below 1 by
    // Gamma(a) = Gamma(a + 1) · U^(1/a).
    private static double Gamma(double a, Random random)
    {
        if (a < 1)
        {
            return Gamma(a + 1, random) * Math.Pow(random.NextDouble(), 1 / a);
        }

        double d = a - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            double v = Math.Pow(1 + (c * normal), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * normal * normal) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
