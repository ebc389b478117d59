using System.Runtime.CompilerServices;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// Small DFTs (forward, e^−i…) on values held in registers: output m replaces input m. Cooley and Tukey's factorisation,
/// 8 = 4 × 2, so that the factors inside are only ±i and (±1 ± i)/√2.
/// </summary>
internal static class Butterflies<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private const double HalfRoot = 0.70710678118654752440;

    /// <summary>(r + i·j) times (c + s·j).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Rotate(ref TVector r, ref TVector i, TVector c, TVector s)
    {
        TVector real = TLanes.NegatedMultiplyAdd(i, s, TLanes.Multiply(r, c));
        i = TLanes.MultiplyAdd(i, c, TLanes.Multiply(r, s));
        r = real;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Two(ref TVector r0, ref TVector i0, ref TVector r1, ref TVector i1)
    {
        (r0, r1) = (TLanes.Add(r0, r1), TLanes.Subtract(r0, r1));
        (i0, i1) = (TLanes.Add(i0, i1), TLanes.Subtract(i0, i1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Four(
        ref TVector r0,
        ref TVector i0,
        ref TVector r1,
        ref TVector i1,
        ref TVector r2,
        ref TVector i2,
        ref TVector r3,
        ref TVector i3)
    {
        TVector er = TLanes.Add(r0, r2), ei = TLanes.Add(i0, i2), fr = TLanes.Subtract(r0, r2), fi = TLanes.Subtract(i0, i2);
        TVector gr = TLanes.Add(r1, r3), gi = TLanes.Add(i1, i3), hr = TLanes.Subtract(r1, r3), hi = TLanes.Subtract(i1, i3);
        r0 = TLanes.Add(er, gr);
        i0 = TLanes.Add(ei, gi);
        r1 = TLanes.Add(fr, hi);
        i1 = TLanes.Subtract(fi, hr);
        r2 = TLanes.Subtract(er, gr);
        i2 = TLanes.Subtract(ei, gi);
        r3 = TLanes.Subtract(fr, hi);
        i3 = TLanes.Add(fi, hr);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Eight(
        ref TVector r0,
        ref TVector i0,
        ref TVector r1,
        ref TVector i1,
        ref TVector r2,
        ref TVector i2,
        ref TVector r3,
        ref TVector i3,
        ref TVector r4,
        ref TVector i4,
        ref TVector r5,
        ref TVector i5,
        ref TVector r6,
        ref TVector i6,
        ref TVector r7,
        ref TVector i7)
    {
        Four(ref r0, ref i0, ref r2, ref i2, ref r4, ref i4, ref r6, ref i6);
        Four(ref r1, ref i1, ref r3, ref i3, ref r5, ref i5, ref r7, ref i7);
        TVector half = TLanes.Broadcast(HalfRoot);
        TVector ar = r0, ai = i0, br = r2, bi = i2, cr = r4, ci = i4, dr = r6, di = i6;

        // Outputs k and k + 4 are even part ± W₈^k · odd part.
        TVector p = TLanes.Add(r3, i3), q = TLanes.Subtract(i3, r3);
        TVector s = TLanes.Subtract(i7, r7), t = TLanes.Add(r7, i7);
        TVector or = r5, oi = i5;
        r0 = TLanes.Add(ar, r1);
        TVector r4New = TLanes.Subtract(ar, r1);
        i0 = TLanes.Add(ai, i1);
        TVector i4New = TLanes.Subtract(ai, i1);
        r1 = TLanes.MultiplyAdd(p, half, br);
        r5 = TLanes.NegatedMultiplyAdd(p, half, br);
        i1 = TLanes.MultiplyAdd(q, half, bi);
        i5 = TLanes.NegatedMultiplyAdd(q, half, bi);
        r2 = TLanes.Add(cr, oi);
        r6 = TLanes.Subtract(cr, oi);
        i2 = TLanes.Subtract(ci, or);
        i6 = TLanes.Add(ci, or);
        r3 = TLanes.MultiplyAdd(s, half, dr);
        r7 = TLanes.NegatedMultiplyAdd(s, half, dr);
        i3 = TLanes.NegatedMultiplyAdd(t, half, di);
        i7 = TLanes.MultiplyAdd(t, half, di);
        r4 = r4New;
        i4 = i4New;
    }
}
