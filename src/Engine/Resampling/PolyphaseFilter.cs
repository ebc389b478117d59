using System.Diagnostics;

namespace RealtimeEmotion.Engine.Resampling;

/// <summary>
/// The low-pass of one rate conversion as rows of taps: row p serves outputs that lie p/<see cref="Rows"/> of an input
/// sample behind an input sample. A Kaiser-windowed sinc with an integral of 1, symmetric about the output's position.
/// </summary>
/// <remarks>
/// <para>Stop band from the lower of the two Nyquist frequencies on, at <see cref="StopBandDecibels"/>; pass band to
/// 0.9 of it or further. Length and shape by Kaiser's formulas (J. F. Kaiser, "Nonrecursive digital filter design using
/// the I0-sinh window function", 1974): β = 0.1102 (A - 8.7), taps = (A - 7.95) / (14.36 Δf).</para>
/// <para>Each row is scaled to a sum of 1, so a constant stays that constant exactly and leaves no image.</para>
/// </remarks>
internal sealed class PolyphaseFilter
{
    /// <summary>Attenuation by design: the promised 100 dB with room for rounding and interpolation.</summary>
    public const double StopBandDecibels = 108;

    /// <summary>End of the pass band as a share of the lower Nyquist frequency.</summary>
    public const double PassBand = 0.9;

    /// <summary>Taps are padded to whole pairs of 8-sample vectors.</summary>
    public const int TapGranularity = 16;

    // Up to 4 MiB of taps a conversion gets one row for each of its phases.
    private const int MostExactTaps = 1 << 20;

    // Rows in one period of the lower rate where rows are interpolated: a straight line between rows is then off by
    // at most (π/2048)²/8, -131 dB.
    private const int InterpolatedRowsPerPeriod = 2048;

    /// <param name="phases">Output positions between two inputs: L, the reduced output rate.</param>
    /// <param name="inputsPerOutput">Input rate divided by output rate.</param>
    public PolyphaseFilter(int phases, double inputsPerOutput)
    {
        double period = Math.Max(1, inputsPerOutput);
        double nyquist = 0.5 / period;
        double widest = (1 - PassBand) * nyquist;
        int half = (int)Math.Ceiling((StopBandDecibels - 7.95) / (14.36 * widest) / 2);
        HalfLength = (half + TapGranularity / 2 - 1) / (TapGranularity / 2) * (TapGranularity / 2);
        Taps = 2 * HalfLength;
        IsInterpolated = (long)phases * Taps > MostExactTaps;
        Rows = IsInterpolated ? (int)Math.Ceiling(InterpolatedRowsPerPeriod / period) : phases;

        // The rounding up to whole vectors makes the transition narrower; it ends at Nyquist all the same.
        double transition = (StopBandDecibels - 7.95) / (14.36 * Taps);
        double cutoff = nyquist - transition / 2;
        Debug.Assert(transition <= widest, "the pass band would end too early");

        // Interpolation needs the row behind the last one: the first row, one input later.
        Values = new float[(Rows + (IsInterpolated ? 1 : 0)) * Taps];
        double beta = 0.1102 * (StopBandDecibels - 8.7);
        double[] row = new double[Taps];
        for (int p = 0; p <= Rows / 2; p++)
        {
            Design(row, (double)p / Rows, cutoff, beta);
            Span<float> values = Values.AsSpan(p * Taps, Taps);
            for (int i = 0; i < Taps; i++)
                values[i] = (float)row[i];

            // The filter is even, so row Rows - p is row p backwards.
            int mirror = Rows - p;
            if (mirror * Taps < Values.Length)
            {
                values.CopyTo(Values.AsSpan(mirror * Taps, Taps));
                Values.AsSpan(mirror * Taps, Taps).Reverse();
            }
        }
    }

    /// <summary>Input samples on either side of an output that decide it.</summary>
    public int HalfLength { get; }

    /// <summary>Taps of a row: 2 × <see cref="HalfLength"/>, a multiple of <see cref="TapGranularity"/>.</summary>
    public int Taps { get; }

    /// <summary>Rows in one input period.</summary>
    public int Rows { get; }

    /// <summary>Whether outputs lie between rows.</summary>
    public bool IsInterpolated { get; }

    /// <summary>
    /// Row after row. Tap i of row p weighs input n - HalfLength + 1 + i for the output at n + p/Rows.
    /// </summary>
    public float[] Values { get; }

    private void Design(double[] row, double offset, double cutoff, double beta)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double distance = i - HalfLength + 1 - offset;
            row[i] = Sinc(2 * cutoff * distance) * Kaiser(distance / HalfLength, beta);
            sum += row[i];
        }

        for (int i = 0; i < row.Length; i++)
            row[i] /= sum;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>Kaiser's window without its normalisation (rows are scaled as a whole); 0 at and beyond ±1.</summary>
    private static double Kaiser(double x, double beta)
    {
        double inside = 1 - x * x;
        return inside <= 0 ? 0 : BesselI0(beta * Math.Sqrt(inside));
    }

    /// <summary>Modified Bessel function of the first kind, order 0, by its power series.</summary>
    private static double BesselI0(double x)
    {
        double quarter = x * x / 4;
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-17; k++)
        {
            term *= quarter / ((double)k * k);
            sum += term;
        }

        return sum;
    }
}
