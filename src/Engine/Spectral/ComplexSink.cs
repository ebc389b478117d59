using System.Runtime.CompilerServices;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>Stores the bins themselves.</summary>
internal readonly unsafe struct ComplexSink(double* real, double* imaginary) : IBinSink
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ascending<TVector, TLanes>(nint bin, TVector re, TVector im)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TLanes.Store(real + bin, re);
        TLanes.Store(imaginary + bin, im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void DescendingConjugates<TVector, TLanes>(nint bin, TVector re, TVector im)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        nint lowest = bin - (TLanes.Count - 1);
        TLanes.Store(real + lowest, TLanes.Reverse(re));
        TLanes.Store(imaginary + lowest, TLanes.Reverse(TLanes.Subtract(TLanes.Broadcast(0), im)));
    }
}
