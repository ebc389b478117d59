namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// The few operations that the FFT is written in, over a vector of <see cref="Count"/> doubles. One implementation for
/// each vector width; the transform itself is written once, and the JIT makes straight vector code of it.
/// </summary>
/// <typeparam name="TVector">The vector: <see cref="double"/> itself, or 128, 256 or 512 bits of doubles.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Load(double* source);

    /// <summary>Loads <see cref="Count"/> floats as doubles.</summary>
    static abstract TVector Widen(float* source);

    static abstract TVector Broadcast(double value);

    static abstract void Store(double* destination, TVector value);

    /// <summary>Stores as floats, rounded to nearest.</summary>
    static abstract void Narrow(float* destination, TVector value);

    /// <summary>Stores as floats, the last lane first.</summary>
    static abstract void NarrowReversed(float* destination, TVector value);

    static abstract TVector Reverse(TVector value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a·b + c, in one rounding where the processor has it.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>c − a·b, in one rounding where the processor has it.</summary>
    static abstract TVector NegatedMultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>
    /// The DFT across lanes. Takes <see cref="Count"/> rows (real lanes, then imaginary ones; lane l of row i belongs to
    /// frequency first + i), transposes them, multiplies by the twiddles and gives the sink bins
    /// first + i + period·m for every m below <see cref="Count"/>.
    /// </summary>
    static abstract void AcrossLanes<TSink>(double* rows, double* twiddles, TSink sink, nint first, nint period)
        where TSink : struct, IBinSink;
}
