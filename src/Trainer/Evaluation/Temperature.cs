namespace RealtimeEmotion.Trainer.Evaluation;

/// <summary>How sure a network's answers are made: its logits are divided by a temperature, chosen on tracks that it did
/// not hear.</summary>
/// <remarks>C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural networks", ICML 2017.</remarks>
internal static class Temperature
{
    private const double Lowest = 0.4;
    private const double Highest = 2.5;
    private const int Steps = 40;

    /// <summary>What shares become at a temperature: a softmax of divided logits is the shares' powers, made to sum to 1
    /// again.</summary>
    internal static double[] Applied(double[] shares, double temperature)
    {
        double[] powers = [.. shares.Select(s => Math.Pow(s, 1 / temperature))];
        double sum = powers.Sum();
        return [.. powers.Select(p => p / sum)];
    }

    /// <summary>The temperature of the smallest loss, to about a thousandth.</summary>
    /// <param name="lossOf">The loss at a temperature; has one minimum.</param>
    internal static double Choose(Func<double, double> lossOf)
    {
        // Golden section: J. Kiefer, "Sequential minimax search for a maximum", Proc. AMS 4, 1953.
        double ratio = (Math.Sqrt(5) - 1) / 2;
        double low = Math.Log(Lowest);
        double high = Math.Log(Highest);
        double left = high - (ratio * (high - low));
        double right = low + (ratio * (high - low));
        double atLeft = lossOf(Math.Exp(left));
        double atRight = lossOf(Math.Exp(right));
        for (int step = 0; step < Steps && high - low > 1e-3; step++)
        {
            if (atLeft < atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (ratio * (high - low));
                atLeft = lossOf(Math.Exp(left));
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (ratio * (high - low));
                atRight = lossOf(Math.Exp(right));
            }
        }

        return Math.Exp((low + high) / 2);
    }
}
