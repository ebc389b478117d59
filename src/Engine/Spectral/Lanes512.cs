using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>Eight doubles at a time: AVX-512.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<double>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Widen(float* source) => Avx512F.ConvertToVector512Double(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector512<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(float* destination, Vector512<double> value) => Avx512F.ConvertToVector256Single(value).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NarrowReversed(float* destination, Vector512<double> value) =>
        Vector256.Shuffle(Avx512F.ConvertToVector256Single(value), Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0)).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Reverse(Vector512<double> value) => Vector512.Shuffle(value, Vector512.Create(7L, 6, 5, 4, 3, 2, 1, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Multiply(Vector512<double> a, Vector512<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Avx512F.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> NegatedMultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Avx512F.FusedMultiplyAddNegated(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AcrossLanes<TSink>(double* rows, double* twiddles, TSink sink, nint first, nint period)
        where TSink : struct, IBinSink
    {
        Transpose(
            rows,
            out Vector512<double> r0, out Vector512<double> r1, out Vector512<double> r2, out Vector512<double> r3,
            out Vector512<double> r4, out Vector512<double> r5, out Vector512<double> r6, out Vector512<double> r7);
        Transpose(
            rows + 8,
            out Vector512<double> i0, out Vector512<double> i1, out Vector512<double> i2, out Vector512<double> i3,
            out Vector512<double> i4, out Vector512<double> i5, out Vector512<double> i6, out Vector512<double> i7);
        Butterflies<Vector512<double>, Lanes512>.Rotate(ref r1, ref i1, Load(twiddles), Load(twiddles + 8));
        Butterflies<Vector512<double>, Lanes512>.Rotate(ref r2, ref i2, Load(twiddles + 16), Load(twiddles + 24));
        Butterflies<Vector512<double>, Lanes512>.Rotate(ref r3, ref i3, Load(twiddles + 32), Load(twiddles + 40));
        Butterflies<Vector512<double>, Lanes512>.Rotate(ref r4, ref i4, Load(twiddles + 48), Load(twiddles + 56));
        Butterflies<Vector512<double>, Lanes512>.Rotate(ref r5, ref i5, Load(twiddles + 64), Load(twiddles + 72));
        Butterflies<Vector512<double>, Lanes512>.Rotate(ref r6, ref i6, Load(twiddles + 80), Load(twiddles + 88));
        Butterflies<Vector512<double>, Lanes512>.Rotate(ref r7, ref i7, Load(twiddles + 96), Load(twiddles + 104));
        Butterflies<Vector512<double>, Lanes512>.Eight(
            ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3, ref r4, ref i4, ref r5, ref i5, ref r6, ref i6, ref r7, ref i7);
        sink.Ascending<Vector512<double>, Lanes512>(first, r0, i0);
        sink.Ascending<Vector512<double>, Lanes512>(first + period, r1, i1);
        sink.Ascending<Vector512<double>, Lanes512>(first + (2 * period), r2, i2);
        sink.Ascending<Vector512<double>, Lanes512>(first + (3 * period), r3, i3);
        sink.DescendingConjugates<Vector512<double>, Lanes512>((4 * period) - first, r4, i4);
        sink.DescendingConjugates<Vector512<double>, Lanes512>((3 * period) - first, r5, i5);
        sink.DescendingConjugates<Vector512<double>, Lanes512>((2 * period) - first, r6, i6);
        sink.DescendingConjugates<Vector512<double>, Lanes512>(period - first, r7, i7);
    }

    /// <summary>Reads the 8 × 8 numbers that stand 16 apart, and gives the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        double* rows,
        out Vector512<double> c0,
        out Vector512<double> c1,
        out Vector512<double> c2,
        out Vector512<double> c3,
        out Vector512<double> c4,
        out Vector512<double> c5,
        out Vector512<double> c6,
        out Vector512<double> c7)
    {
        // Halves of rows i and i + 4 are joined as they are loaded, which spares a third of the shuffles.
        Vector512<double> l0 = Halves(rows), l1 = Halves(rows + 16), l2 = Halves(rows + 32), l3 = Halves(rows + 48);
        Vector512<double> a0 = Avx512F.UnpackLow(l0, l1), a1 = Avx512F.UnpackHigh(l0, l1), b0 = Avx512F.UnpackLow(l2, l3), b1 = Avx512F.UnpackHigh(l2, l3);
        Vector512<long> evens = Vector512.Create(0L, 1, 8, 9, 4, 5, 12, 13), odds = Vector512.Create(2L, 3, 10, 11, 6, 7, 14, 15);
        c0 = Avx512F.PermuteVar8x64x2(a0, evens, b0);
        c1 = Avx512F.PermuteVar8x64x2(a1, evens, b1);
        c2 = Avx512F.PermuteVar8x64x2(a0, odds, b0);
        c3 = Avx512F.PermuteVar8x64x2(a1, odds, b1);
        Vector512<double> h0 = Halves(rows + 4), h1 = Halves(rows + 20), h2 = Halves(rows + 36), h3 = Halves(rows + 52);
        Vector512<double> d0 = Avx512F.UnpackLow(h0, h1), d1 = Avx512F.UnpackHigh(h0, h1), e0 = Avx512F.UnpackLow(h2, h3), e1 = Avx512F.UnpackHigh(h2, h3);
        c4 = Avx512F.PermuteVar8x64x2(d0, evens, e0);
        c5 = Avx512F.PermuteVar8x64x2(d1, evens, e1);
        c6 = Avx512F.PermuteVar8x64x2(d0, odds, e0);
        c7 = Avx512F.PermuteVar8x64x2(d1, odds, e1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Halves(double* row) => Vector512.Create(Vector256.Load(row), Vector256.Load(row + 64));
}
