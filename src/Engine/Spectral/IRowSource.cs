namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// Where a pass of the FFT reads its rows: row r is real samples 2rL … 2rL + L − 1 (the row's real lanes) and
/// 2rL + L … 2rL + 2L − 1 (its imaginary lanes), for L lanes.
/// </summary>
internal interface IRowSource
{
    TVector Real<TVector, TLanes>(nint row)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>;

    TVector Imaginary<TVector, TLanes>(nint row)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>;
}
