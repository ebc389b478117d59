using System.Numerics;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// Everything about a transform that depends only on its size and vector width: radices, row order and factors.
/// </summary>
/// <remarks>
/// With L lanes, sample 2rL + h·L + l is the real (h = 0) or imaginary (h = 1) part of lane l of row r, so that the
/// N real samples are R = N/2L rows of L complex numbers as they lie in memory. Writing n = L·n₁ + l for a sample and
/// k = k₁ + 2R·k₂ for a bin, X[k] = Σ_l W_L^(l·k₂) · W_N^(l·k₁) · Y_l[k₁], where Y_l is the DFT of the 2R real samples
/// of lane l. In three steps: the complex DFT of R rows, all lanes alike (in place, decimation in frequency, digits of
/// the row number reversed at the end); the separation of each pair of rows k₁ and R − k₁ into the real DFT of 2R; the
/// DFT of L across the lanes. k₁ = 0 … R is enough: by symmetry bin N − k is the conjugate of bin k.
/// Source of the pieces: J. W. Cooley and J. W. Tukey, Math. Comp. 19 (1965) 297; for real input H. V. Sorensen et al.,
/// IEEE Trans. ASSP 35 (1987) 849.
/// </remarks>
internal sealed unsafe class FftPlan
{
    internal FftPlan(int size, int lanes)
    {
        Size = size;
        Lanes = lanes;
        Rows = size / (2 * lanes);
        Radices = Factor(Rows, lanes);
        Data = new AlignedMemory<double>(2 * lanes * Rows);
        Block = new AlignedMemory<double>(4 * lanes * lanes);
        PassTwiddles = new AlignedMemory<double>(PassTwiddleCount());
        FillPassTwiddles();
        BlockRows = new int[Math.Max(1, Rows / lanes)];
        for (int block = 0; block < BlockRows.Length; block++)
        {
            BlockRows[block] = RowOf(block * lanes);
        }

        // A block's rows are neighbours in k₁ below the first radix, so they stand R/radix apart.
        BlockStride = Rows / Radices[0];
        Separation = new AlignedMemory<double>(2 * ((Rows / 2) + 1));
        for (int k = 0; k <= Rows / 2; k++)
        {
            (Separation.Span[2 * k], Separation.Span[(2 * k) + 1]) = Root(k, 2 * Rows);
        }

        Across = new AlignedMemory<double>(Math.Max(1, 2 * BlockCount * (lanes - 1) * 2 * lanes));
        FillAcross();
        Middle = new AlignedMemory<double>(2 * lanes * lanes);
        for (int l = 0; l < lanes; l++)
        {
            for (int m = 0; m < lanes; m++)
            {
                // W_N^(l·R/2) · W_L^(l·m) = W_4L^(l + 4lm)
                (Middle.Span[(2 * lanes * l) + m], Middle.Span[(2 * lanes * l) + lanes + m]) = Root(l + (4 * l * m), 4 * lanes);
            }
        }
    }

    internal int Size { get; }

    internal int Lanes { get; }

    internal int Rows { get; }

    /// <summary>The radix of each pass; their product is <see cref="Rows"/>.</summary>
    internal int[] Radices { get; }

    /// <summary>The rows that the passes work on.</summary>
    internal AlignedMemory<double> Data { get; }

    /// <summary>Two blocks of rows on their way to the DFT across lanes.</summary>
    internal AlignedMemory<double> Block { get; }

    /// <summary>For each pass but the last, for each offset below its stride, radix − 1 complex factors.</summary>
    internal AlignedMemory<double> PassTwiddles { get; }

    /// <summary>Where row k₁ = L·b stands after the passes.</summary>
    internal int[] BlockRows { get; }

    internal int BlockStride { get; }

    /// <summary>Pairs of blocks that the separation goes through: k₁ below R/2, and its mirror.</summary>
    internal int BlockCount => Rows / (2 * Lanes);

    /// <summary>W_2R^k for k to R/2.</summary>
    internal AlignedMemory<double> Separation { get; }

    /// <summary>The factors of the DFT across lanes in the order of use: a block, its mirror, the next block …</summary>
    internal AlignedMemory<double> Across { get; }

    /// <summary>For lane l, the factors to the L bins of k₁ = R/2.</summary>
    internal AlignedMemory<double> Middle { get; }

    /// <summary>The smallest size that this number of lanes can do: the separation wants a whole block below R/2.</summary>
    internal static int SmallestSize(int lanes) => Math.Max(8, 4 * lanes * lanes);

    /// <summary>e^(−2πi·k/n), its real and imaginary part.</summary>
    private static (double Real, double Imaginary) Root(long k, int n)
    {
        (double sine, double cosine) = double.SinCosPi(-2.0 * (k % n) / n);
        return (cosine, sine);
    }

    /// <summary>
    /// The fewest passes, of radices as equal as may be, the larger ones first: up to 16 with the 32 registers of
    /// AVX-512, up to 8 otherwise. The first is never smaller than the number of lanes.
    /// </summary>
    private static int[] Factor(int rows, int lanes)
    {
        int bits = BitOperations.Log2((uint)rows);
        int largest = lanes == 8 ? 4 : 3;
        int passes = (bits + largest - 1) / largest;
        return [.. Enumerable.Range(0, passes).Select(pass => 1 << ((bits + passes - 1 - pass) / passes))];
    }

    private int PassTwiddleCount()
    {
        int count = 0, length = Rows;
        foreach (int radix in Radices[..^1])
        {
            length /= radix;
            count += 2 * (radix - 1) * length;
        }

        return count;
    }

    private void FillPassTwiddles()
    {
        int at = 0, length = Rows;
        foreach (int radix in Radices[..^1])
        {
            for (int j = 0; j < length / radix; j++)
            {
                for (int m = 1; m < radix; m++)
                {
                    (PassTwiddles.Span[at], PassTwiddles.Span[at + 1]) = Root((long)m * j, length);
                    at += 2;
                }
            }

            length /= radix;
        }
    }

    /// <summary>The row that frequency k₁ stands in after the passes: its digits reversed.</summary>
    private int RowOf(int frequency)
    {
        int row = 0, stride = Rows;
        foreach (int radix in Radices)
        {
            stride /= radix;
            row += frequency % radix * stride;
            frequency /= radix;
        }

        return row;
    }

    private void FillAcross()
    {
        int at = 0;
        for (int block = 0; block < BlockCount; block++)
        {
            Fill(block * Lanes);
            Fill(Rows - (block * Lanes) - Lanes + 1);
        }

        void Fill(int first)
        {
            for (int l = 1; l < Lanes; l++, at += 2 * Lanes)
            {
                for (int i = 0; i < Lanes; i++)
                {
                    (Across.Span[at + i], Across.Span[at + Lanes + i]) = Root((long)l * (first + i), Size);
                }
            }
        }
    }
}
