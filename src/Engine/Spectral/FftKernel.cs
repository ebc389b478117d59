using System.Runtime.CompilerServices;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// The transform that <see cref="FftPlan"/> describes, for one vector width. Compiled at once with all optimisations:
/// a short run would otherwise spend its whole life in unoptimised code.
/// </summary>
internal static unsafe class FftKernel<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>Transforms samples whose source gives them times ½ (the separation's ½ is theirs).</summary>
    internal static void Run<TSource, TSink>(FftPlan plan, TSource source, TSink sink)
        where TSource : struct, IRowSource
        where TSink : struct, IBinSink
    {
        double* data = plan.Data.Pointer;
        double* twiddles = plan.PassTwiddles.Pointer;
        int[] radices = plan.Radices;
        int length = plan.Rows;
        Pass(source, data, length, 1, radices[0], twiddles);
        int blocks = 1;
        for (int pass = 1; pass < radices.Length; pass++)
        {
            int earlier = radices[pass - 1];
            length /= earlier;
            blocks *= earlier;
            twiddles += 2 * (earlier - 1) * length;
            Pass(new ScratchRows(data), data, length, blocks, radices[pass], twiddles);
        }

        Finish(plan, sink);
    }

    private static void Pass<TSource>(TSource source, double* data, int length, int blocks, int radix, double* twiddles)
        where TSource : struct, IRowSource
    {
        // The last pass has nothing but ones for factors.
        bool last = length == radix;
        switch (radix)
        {
            case 4 when last:
                Radix4<TSource, Plain>(source, data, length, blocks, twiddles);
                break;
            case 4:
                Radix4<TSource, Turned>(source, data, length, blocks, twiddles);
                break;
            case 8 when last:
                Radix8<TSource, Plain>(source, data, length, blocks, twiddles);
                break;
            case 8:
                Radix8<TSource, Turned>(source, data, length, blocks, twiddles);
                break;
            case 16 when last:
                Radix16<TSource, Plain>(source, data, length, blocks, twiddles);
                break;
            default:
                Radix16<TSource, Turned>(source, data, length, blocks, twiddles);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix4<TSource, TTurning>(TSource source, double* data, int length, int blocks, double* twiddles)
        where TSource : struct, IRowSource
        where TTurning : struct, ITurning
    {
        nint stride = length / 4;
        for (nint block = 0; block < blocks; block++)
        {
            double* w = twiddles;
            for (nint row = block * length, end = row + stride; row < end; row++, w += 6)
            {
                TVector r0 = source.Real<TVector, TLanes>(row), i0 = source.Imaginary<TVector, TLanes>(row);
                TVector r1 = source.Real<TVector, TLanes>(row + stride), i1 = source.Imaginary<TVector, TLanes>(row + stride);
                TVector r2 = source.Real<TVector, TLanes>(row + (2 * stride)), i2 = source.Imaginary<TVector, TLanes>(row + (2 * stride));
                TVector r3 = source.Real<TVector, TLanes>(row + (3 * stride)), i3 = source.Imaginary<TVector, TLanes>(row + (3 * stride));
                Butterflies<TVector, TLanes>.Four(ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3);
                Store(data, row, r0, i0);
                StoreTurned<TTurning>(data, row + stride, r1, i1, w);
                StoreTurned<TTurning>(data, row + (2 * stride), r2, i2, w + 2);
                StoreTurned<TTurning>(data, row + (3 * stride), r3, i3, w + 4);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix8<TSource, TTurning>(TSource source, double* data, int length, int blocks, double* twiddles)
        where TSource : struct, IRowSource
        where TTurning : struct, ITurning
    {
        nint stride = length / 8;
        for (nint block = 0; block < blocks; block++)
        {
            double* w = twiddles;
            for (nint row = block * length, end = row + stride; row < end; row++, w += 14)
            {
                TVector r0 = source.Real<TVector, TLanes>(row), i0 = source.Imaginary<TVector, TLanes>(row);
                TVector r1 = source.Real<TVector, TLanes>(row + stride), i1 = source.Imaginary<TVector, TLanes>(row + stride);
                TVector r2 = source.Real<TVector, TLanes>(row + (2 * stride)), i2 = source.Imaginary<TVector, TLanes>(row + (2 * stride));
                TVector r3 = source.Real<TVector, TLanes>(row + (3 * stride)), i3 = source.Imaginary<TVector, TLanes>(row + (3 * stride));
                TVector r4 = source.Real<TVector, TLanes>(row + (4 * stride)), i4 = source.Imaginary<TVector, TLanes>(row + (4 * stride));
                TVector r5 = source.Real<TVector, TLanes>(row + (5 * stride)), i5 = source.Imaginary<TVector, TLanes>(row + (5 * stride));
                TVector r6 = source.Real<TVector, TLanes>(row + (6 * stride)), i6 = source.Imaginary<TVector, TLanes>(row + (6 * stride));
                TVector r7 = source.Real<TVector, TLanes>(row + (7 * stride)), i7 = source.Imaginary<TVector, TLanes>(row + (7 * stride));
                Butterflies<TVector, TLanes>.Eight(
                    ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3, ref r4, ref i4, ref r5, ref i5, ref r6, ref i6, ref r7, ref i7);
                Store(data, row, r0, i0);
                StoreTurned<TTurning>(data, row + stride, r1, i1, w);
                StoreTurned<TTurning>(data, row + (2 * stride), r2, i2, w + 2);
                StoreTurned<TTurning>(data, row + (3 * stride), r3, i3, w + 4);
                StoreTurned<TTurning>(data, row + (4 * stride), r4, i4, w + 6);
                StoreTurned<TTurning>(data, row + (5 * stride), r5, i5, w + 8);
                StoreTurned<TTurning>(data, row + (6 * stride), r6, i6, w + 10);
                StoreTurned<TTurning>(data, row + (7 * stride), r7, i7, w + 12);
            }
        }
    }

    /// <summary>16 = 4 × 4: four columns of four, factors between, four rows of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Radix16<TSource, TTurning>(TSource source, double* data, int length, int blocks, double* twiddles)
        where TSource : struct, IRowSource
        where TTurning : struct, ITurning
    {
        nint stride = length / 16;
        TVector c1 = TLanes.Broadcast(0.92387953251128675613), s1 = TLanes.Broadcast(-0.38268343236508977173);
        TVector c2 = TLanes.Broadcast(0.70710678118654752440), s2 = TLanes.Broadcast(-0.70710678118654752440);
        for (nint block = 0; block < blocks; block++)
        {
            double* w = twiddles;
            for (nint row = block * length, end = row + stride; row < end; row++, w += 30)
            {
                TVector r0 = source.Real<TVector, TLanes>(row), i0 = source.Imaginary<TVector, TLanes>(row);
                TVector r4 = source.Real<TVector, TLanes>(row + (4 * stride)), i4 = source.Imaginary<TVector, TLanes>(row + (4 * stride));
                TVector r8 = source.Real<TVector, TLanes>(row + (8 * stride)), i8 = source.Imaginary<TVector, TLanes>(row + (8 * stride));
                TVector r12 = source.Real<TVector, TLanes>(row + (12 * stride)), i12 = source.Imaginary<TVector, TLanes>(row + (12 * stride));
                Butterflies<TVector, TLanes>.Four(ref r0, ref i0, ref r4, ref i4, ref r8, ref i8, ref r12, ref i12);

                TVector r1 = source.Real<TVector, TLanes>(row + stride), i1 = source.Imaginary<TVector, TLanes>(row + stride);
                TVector r5 = source.Real<TVector, TLanes>(row + (5 * stride)), i5 = source.Imaginary<TVector, TLanes>(row + (5 * stride));
                TVector r9 = source.Real<TVector, TLanes>(row + (9 * stride)), i9 = source.Imaginary<TVector, TLanes>(row + (9 * stride));
                TVector r13 = source.Real<TVector, TLanes>(row + (13 * stride)), i13 = source.Imaginary<TVector, TLanes>(row + (13 * stride));
                Butterflies<TVector, TLanes>.Four(ref r1, ref i1, ref r5, ref i5, ref r9, ref i9, ref r13, ref i13);
                Butterflies<TVector, TLanes>.Rotate(ref r5, ref i5, c1, s1);
                Butterflies<TVector, TLanes>.Rotate(ref r9, ref i9, c2, s2);
                Butterflies<TVector, TLanes>.Rotate(ref r13, ref i13, TLanes.Broadcast(0.38268343236508977173), TLanes.Broadcast(-0.92387953251128675613));

                TVector r2 = source.Real<TVector, TLanes>(row + (2 * stride)), i2 = source.Imaginary<TVector, TLanes>(row + (2 * stride));
                TVector r6 = source.Real<TVector, TLanes>(row + (6 * stride)), i6 = source.Imaginary<TVector, TLanes>(row + (6 * stride));
                TVector r10 = source.Real<TVector, TLanes>(row + (10 * stride)), i10 = source.Imaginary<TVector, TLanes>(row + (10 * stride));
                TVector r14 = source.Real<TVector, TLanes>(row + (14 * stride)), i14 = source.Imaginary<TVector, TLanes>(row + (14 * stride));
                Butterflies<TVector, TLanes>.Four(ref r2, ref i2, ref r6, ref i6, ref r10, ref i10, ref r14, ref i14);
                Butterflies<TVector, TLanes>.Rotate(ref r6, ref i6, c2, s2);
                (r10, i10) = (i10, TLanes.Subtract(TLanes.Broadcast(0), r10));
                Butterflies<TVector, TLanes>.Rotate(ref r14, ref i14, s2, s2);

                TVector r3 = source.Real<TVector, TLanes>(row + (3 * stride)), i3 = source.Imaginary<TVector, TLanes>(row + (3 * stride));
                TVector r7 = source.Real<TVector, TLanes>(row + (7 * stride)), i7 = source.Imaginary<TVector, TLanes>(row + (7 * stride));
                TVector r11 = source.Real<TVector, TLanes>(row + (11 * stride)), i11 = source.Imaginary<TVector, TLanes>(row + (11 * stride));
                TVector r15 = source.Real<TVector, TLanes>(row + (15 * stride)), i15 = source.Imaginary<TVector, TLanes>(row + (15 * stride));
                Butterflies<TVector, TLanes>.Four(ref r3, ref i3, ref r7, ref i7, ref r11, ref i11, ref r15, ref i15);
                Butterflies<TVector, TLanes>.Rotate(ref r7, ref i7, TLanes.Broadcast(0.38268343236508977173), TLanes.Broadcast(-0.92387953251128675613));
                Butterflies<TVector, TLanes>.Rotate(ref r11, ref i11, s2, s2);
                Butterflies<TVector, TLanes>.Rotate(ref r15, ref i15, TLanes.Broadcast(-0.92387953251128675613), TLanes.Broadcast(0.38268343236508977173));

                Butterflies<TVector, TLanes>.Four(ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3);
                Store(data, row, r0, i0);
                StoreTurned<TTurning>(data, row + (4 * stride), r1, i1, w + 6);
                StoreTurned<TTurning>(data, row + (8 * stride), r2, i2, w + 14);
                StoreTurned<TTurning>(data, row + (12 * stride), r3, i3, w + 22);
                Butterflies<TVector, TLanes>.Four(ref r4, ref i4, ref r5, ref i5, ref r6, ref i6, ref r7, ref i7);
                StoreTurned<TTurning>(data, row + stride, r4, i4, w);
                StoreTurned<TTurning>(data, row + (5 * stride), r5, i5, w + 8);
                StoreTurned<TTurning>(data, row + (9 * stride), r6, i6, w + 16);
                StoreTurned<TTurning>(data, row + (13 * stride), r7, i7, w + 24);
                Butterflies<TVector, TLanes>.Four(ref r8, ref i8, ref r9, ref i9, ref r10, ref i10, ref r11, ref i11);
                StoreTurned<TTurning>(data, row + (2 * stride), r8, i8, w + 2);
                StoreTurned<TTurning>(data, row + (6 * stride), r9, i9, w + 10);
                StoreTurned<TTurning>(data, row + (10 * stride), r10, i10, w + 18);
                StoreTurned<TTurning>(data, row + (14 * stride), r11, i11, w + 26);
                Butterflies<TVector, TLanes>.Four(ref r12, ref i12, ref r13, ref i13, ref r14, ref i14, ref r15, ref i15);
                StoreTurned<TTurning>(data, row + (3 * stride), r12, i12, w + 4);
                StoreTurned<TTurning>(data, row + (7 * stride), r13, i13, w + 12);
                StoreTurned<TTurning>(data, row + (11 * stride), r14, i14, w + 20);
                StoreTurned<TTurning>(data, row + (15 * stride), r15, i15, w + 28);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* data, nint row, TVector real, TVector imaginary)
    {
        TLanes.Store(data + (2 * TLanes.Count * row), real);
        TLanes.Store(data + (2 * TLanes.Count * row) + TLanes.Count, imaginary);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTurned<TTurning>(double* data, nint row, TVector real, TVector imaginary, double* factor)
        where TTurning : struct, ITurning
    {
        if (TTurning.IsNeeded)
        {
            Butterflies<TVector, TLanes>.Rotate(ref real, ref imaginary, TLanes.Broadcast(factor[0]), TLanes.Broadcast(factor[1]));
        }

        Store(data, row, real, imaginary);
    }

    /// <summary>Separates rows k₁ and R − k₁ into the real DFT's, and takes both blocks across the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<TSink>(FftPlan plan, TSink sink)
        where TSink : struct, IBinSink
    {
        nint width = 2 * TLanes.Count;
        double* data = plan.Data.Pointer;
        double* low = plan.Block.Pointer;
        double* high = low + (width * TLanes.Count);
        double* separation = plan.Separation.Pointer;
        double* across = plan.Across.Pointer;
        nint acrossStep = (TLanes.Count - 1) * width;
        nint stride = width * plan.BlockStride;
        nint period = 2 * plan.Rows;
        int blocks = plan.BlockCount;
        int allBlocks = 2 * blocks;
        fixed (int* blockRows = plan.BlockRows)
        {
            for (int block = 0; block < blocks; block++)
            {
                // Row R − k₁ for the block's first k₁ opens the mirror's upper neighbour; the others descend in the mirror.
                double* a = data + (width * blockRows[block]);
                double* b = data + (width * blockRows[block == 0 ? 0 : allBlocks - block]);
                double* mirror = data + (width * blockRows[allBlocks - 1 - block]) + (stride * (TLanes.Count - 1));
                for (nint i = 0; i < TLanes.Count; i++)
                {
                    TVector ar = TLanes.Load(a), ai = TLanes.Load(a + TLanes.Count), br = TLanes.Load(b), bi = TLanes.Load(b + TLanes.Count);
                    TVector er = TLanes.Add(ar, br), ei = TLanes.Subtract(ai, bi), or = TLanes.Add(ai, bi), oi = TLanes.Subtract(br, ar);
                    Butterflies<TVector, TLanes>.Rotate(ref or, ref oi, TLanes.Broadcast(separation[0]), TLanes.Broadcast(separation[1]));
                    double* up = low + (width * i);
                    double* down = high + (width * (TLanes.Count - 1 - i));
                    TLanes.Store(up, TLanes.Add(er, or));
                    TLanes.Store(up + TLanes.Count, TLanes.Add(ei, oi));
                    TLanes.Store(down, TLanes.Subtract(er, or));
                    TLanes.Store(down + TLanes.Count, TLanes.Subtract(oi, ei));
                    separation += 2;
                    a += stride;
                    b = mirror;
                    mirror -= stride;
                }

                nint first = block * TLanes.Count;
                TLanes.AcrossLanes(low, across, sink, first, period);
                across += acrossStep;
                TLanes.AcrossLanes(high, across, sink, plan.Rows - first - TLanes.Count + 1, period);
                across += acrossStep;
            }

            Middle(plan, data + (width * blockRows[blocks]), sink);
        }
    }

    /// <summary>The one row without a partner, k₁ = R/2: Y = 2·conj(row), and its few bins by their definition.</summary>
    private static void Middle<TSink>(FftPlan plan, double* row, TSink sink)
        where TSink : struct, IBinSink
    {
        double* factors = plan.Middle.Pointer;
        double* bins = plan.Block.Pointer;
        TVector real = TLanes.Broadcast(0), imaginary = real;
        for (nint l = 0; l < TLanes.Count; l++)
        {
            TVector r = TLanes.Broadcast(2 * row[l]), i = TLanes.Broadcast(-2 * row[l + TLanes.Count]);
            TVector c = TLanes.Load(factors), s = TLanes.Load(factors + TLanes.Count);
            real = TLanes.NegatedMultiplyAdd(i, s, TLanes.MultiplyAdd(r, c, real));
            imaginary = TLanes.MultiplyAdd(i, c, TLanes.MultiplyAdd(r, s, imaginary));
            factors += 2 * TLanes.Count;
        }

        TLanes.Store(bins, real);
        TLanes.Store(bins + TLanes.Count, imaginary);
        nint period = 2 * plan.Rows, first = plan.Rows / 2;
        for (nint m = 0; m < TLanes.Count; m++)
        {
            if (2 * m < TLanes.Count)
            {
                sink.Ascending<double, Lanes1>(first + (m * period), bins[m], bins[m + TLanes.Count]);
            }
            else
            {
                sink.DescendingConjugates<double, Lanes1>(((TLanes.Count - m) * period) - first, bins[m], bins[m + TLanes.Count]);
            }
        }
    }

    /// <summary>Whether a pass multiplies by factors, as a type: each answer has code of its own.</summary>
    private interface ITurning
    {
        static abstract bool IsNeeded { get; }
    }

    private readonly struct Turned : ITurning
    {
        public static bool IsNeeded => true;
    }

    private readonly struct Plain : ITurning
    {
        public static bool IsNeeded => false;
    }
}
