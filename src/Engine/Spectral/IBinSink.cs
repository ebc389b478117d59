namespace RealtimeEmotion.Engine.Spectral;

/// <summary>What becomes of the bins as the last pass of the FFT gives them.</summary>
internal interface IBinSink
{
    /// <summary>Takes bins bin, bin + 1, … (lane by lane).</summary>
    void Ascending<TVector, TLanes>(nint bin, TVector real, TVector imaginary)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>;

    /// <summary>Takes the conjugates of bins bin, bin − 1, … (lane by lane).</summary>
    void DescendingConjugates<TVector, TLanes>(nint bin, TVector real, TVector imaginary)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>;
}
