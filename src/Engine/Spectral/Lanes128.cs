using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>Two doubles at a time: NEON, SSE2.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<double>>
{
    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Load(double* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Widen(float* source) => Vector128.WidenLower(Vector64.Load(source).ToVector128Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Broadcast(double value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, Vector128<double> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(float* destination, Vector128<double> value) => Vector128.Narrow(value, value).GetLower().Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NarrowReversed(float* destination, Vector128<double> value) => Narrow(destination, Reverse(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Reverse(Vector128<double> value) => Vector128.Shuffle(value, Vector128.Create(1L, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Add(Vector128<double> a, Vector128<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Subtract(Vector128<double> a, Vector128<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Multiply(Vector128<double> a, Vector128<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) => Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> NegatedMultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) => Vector128.MultiplyAddEstimate(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AcrossLanes<TSink>(double* rows, double* twiddles, TSink sink, nint first, nint period)
        where TSink : struct, IBinSink
    {
        Vector128<double> r0 = Vector128.Create(rows[0], rows[4]), i0 = Vector128.Create(rows[2], rows[6]);
        Vector128<double> r1 = Vector128.Create(rows[1], rows[5]), i1 = Vector128.Create(rows[3], rows[7]);
        Butterflies<Vector128<double>, Lanes128>.Rotate(ref r1, ref i1, Load(twiddles), Load(twiddles + 2));
        sink.Ascending<Vector128<double>, Lanes128>(first, r0 + r1, i0 + i1);
        sink.DescendingConjugates<Vector128<double>, Lanes128>(period - first, r0 - r1, i0 - i1);
    }
}
