using System.Runtime.CompilerServices;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>Stores |X|² as floats.</summary>
internal readonly unsafe struct PowerSink(float* power) : IBinSink
{
    /// <summary>
    /// 2⁻⁶⁰ goes in with the first square and is taken out again, so that powers below 10⁻¹⁸ come in steps of 2⁻¹¹²:
    /// never a float denormal, which would be slow to calculate with, and exact zero for silence.
    /// </summary>
    private const double Quantiser = 1.0 / (1L << 60);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ascending<TVector, TLanes>(nint bin, TVector real, TVector imaginary)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> =>
        TLanes.Narrow(power + bin, Power<TVector, TLanes>(real, imaginary));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void DescendingConjugates<TVector, TLanes>(nint bin, TVector real, TVector imaginary)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> =>
        TLanes.NarrowReversed(power + bin - (TLanes.Count - 1), Power<TVector, TLanes>(real, imaginary));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Power<TVector, TLanes>(TVector real, TVector imaginary)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector quantiser = TLanes.Broadcast(Quantiser);
        return TLanes.Subtract(TLanes.MultiplyAdd(real, real, TLanes.MultiplyAdd(imaginary, imaginary, quantiser)), quantiser);
    }
}
