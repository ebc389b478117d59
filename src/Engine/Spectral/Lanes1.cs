using System.Runtime.CompilerServices;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>One double at a time: the portable path.</summary>
internal readonly unsafe struct Lanes1 : ILanes<double>
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Load(double* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Widen(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Broadcast(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* destination, double value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(float* destination, double value) => *destination = (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NarrowReversed(float* destination, double value) => *destination = (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Reverse(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Subtract(double a, double b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Multiply(double a, double b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAdd(double a, double b, double c) => double.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double NegatedMultiplyAdd(double a, double b, double c) => double.MultiplyAddEstimate(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AcrossLanes<TSink>(double* rows, double* twiddles, TSink sink, nint first, nint period)
        where TSink : struct, IBinSink =>
        sink.Ascending<double, Lanes1>(first, rows[0], rows[1]);
}
