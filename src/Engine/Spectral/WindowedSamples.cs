using System.Runtime.CompilerServices;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>Samples times a window.</summary>
internal readonly unsafe struct WindowedSamples(float* samples, double* window) : IRowSource
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
        TLanes.Multiply(TLanes.Widen(samples + n), TLanes.Load(window + n));
}
