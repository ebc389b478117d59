namespace RealtimeEmotion.Engine.Spectral;

/// <summary>Windows as numbers.</summary>
public static class Taper
{
    /// <summary>The window's values, 0 … length − 1, by the formulas at <see cref="WindowFunction"/>.</summary>
    /// <param name="function">The taper.</param>
    /// <param name="symmetry">Periodic or symmetric.</param>
    /// <param name="length">Samples, 1 or more; a window of one sample is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1 or the function unknown.</exception>
    public static double[] Create(WindowFunction function, WindowSymmetry symmetry, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var window = new double[length];
        double denominator = symmetry == WindowSymmetry.Periodic ? length : length - 1;
        for (int n = 0; n < length; n++)
        {
            double turn = length == 1 ? 0.5 : n / denominator;
            window[n] = function switch
            {
                WindowFunction.Rectangular => 1,
                WindowFunction.Hann => 0.5 - (0.5 * double.CosPi(2 * turn)),
                WindowFunction.Hamming => 0.54 - (0.46 * double.CosPi(2 * turn)),
                WindowFunction.Blackman => 0.42 - (0.5 * double.CosPi(2 * turn)) + (0.08 * double.CosPi(4 * turn)),
                _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Unknown window."),
            };
        }

        return window;
    }
}
