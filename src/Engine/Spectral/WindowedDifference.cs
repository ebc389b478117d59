using System.Runtime.CompilerServices;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>(x[n + 1] − a·x[n]) times a window: pre-emphasis and window at once.</summary>
internal readonly unsafe struct WindowedDifference(float* samples, double* window, double coefficient) : IRowSource
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Real<TVector, TLanes>(nint row)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> =>
        At<TVector, TLanes>(2 * TLanes.Count * row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Imaginary<TVector, TLanes>(nint row)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> =>
        At<TVector, TLanes>((2 * TLanes.Count * row) + TLanes.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector At<TVector, TLanes>(nint n)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> =>
        TLanes.Multiply(TLanes.NegatedMultiplyAdd(TLanes.Broadcast(coefficient), TLanes.Widen(samples + n), TLanes.Widen(samples + n + 1)), TLanes.Load(window + n));
}
