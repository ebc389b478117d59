using System.Runtime.CompilerServices;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>Stores |X|² as floats.</summary>
internal readonly unsafe struct PowerSink(float* power) : IBinSink
{
    /// <summary>
    /// 2⁻⁴⁰ goes in with the first square and is taken out again, so that powers below 10⁻¹² come in steps of 2⁻⁹²
    /// (2·10⁻²⁸): never a float denormal, nor one times a weight, which would be slow to calculate with; and silence is
    /// exact zero.
    /// </summary>
    private const double Quantiser = 1.0 / (1L << 40);

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
