using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>Four doubles at a time: AVX2 with FMA.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<double>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(double* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Widen(float* source) => Avx.ConvertToVector256Double(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Broadcast(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector256<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(float* destination, Vector256<double> value) => Avx.ConvertToVector128Single(value).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NarrowReversed(float* destination, Vector256<double> value) =>
        Vector128.Shuffle(Avx.ConvertToVector128Single(value), Vector128.Create(3, 2, 1, 0)).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Reverse(Vector256<double> value) => Avx2.Permute4x64(value, 0b00_01_10_11);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> a, Vector256<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> a, Vector256<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Multiply(Vector256<double> a, Vector256<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Fma.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> NegatedMultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Fma.MultiplyAddNegated(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AcrossLanes<TSink>(double* rows, double* twiddles, TSink sink, nint first, nint period)
        where TSink : struct, IBinSink
    {
        Transpose(rows, out Vector256<double> r0, out Vector256<double> r1, out Vector256<double> r2, out Vector256<double> r3);
        Transpose(rows + 4, out Vector256<double> i0, out Vector256<double> i1, out Vector256<double> i2, out Vector256<double> i3);
        Butterflies<Vector256<double>, Lanes256>.Rotate(ref r1, ref i1, Load(twiddles), Load(twiddles + 4));
        Butterflies<Vector256<double>, Lanes256>.Rotate(ref r2, ref i2, Load(twiddles + 8), Load(twiddles + 12));
        Butterflies<Vector256<double>, Lanes256>.Rotate(ref r3, ref i3, Load(twiddles + 16), Load(twiddles + 20));
        Butterflies<Vector256<double>, Lanes256>.Four(ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3);
        sink.Ascending<Vector256<double>, Lanes256>(first, r0, i0);
        sink.Ascending<Vector256<double>, Lanes256>(first + period, r1, i1);
        sink.DescendingConjugates<Vector256<double>, Lanes256>((2 * period) - first, r2, i2);
        sink.DescendingConjugates<Vector256<double>, Lanes256>(period - first, r3, i3);
    }

    /// <summary>Reads the 4 × 4 numbers that stand 8 apart, and gives the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(double* rows, out Vector256<double> c0, out Vector256<double> c1, out Vector256<double> c2, out Vector256<double> c3)
    {
        Vector256<double> a = Load(rows), b = Load(rows + 8), c = Load(rows + 16), d = Load(rows + 24);
        Vector256<double> ab0 = Avx.UnpackLow(a, b), ab1 = Avx.UnpackHigh(a, b), cd0 = Avx.UnpackLow(c, d), cd1 = Avx.UnpackHigh(c, d);
        c0 = Avx.Permute2x128(ab0, cd0, 0x20);
        c1 = Avx.Permute2x128(ab1, cd1, 0x20);
        c2 = Avx.Permute2x128(ab0, cd0, 0x31);
        c3 = Avx.Permute2x128(ab1, cd1, 0x31);
    }
}
