using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// The discrete Fourier transform of real samples, X[k] = Σ x[n]·e^(−2πi·k·n/size) for k = 0 … size/2, planned once.
/// </summary>
/// <remarks>
/// It calculates in double precision inside. In single precision the rounding noise of a loud partial lies about 150 dB
/// below that partial in every bin, which is 10⁻³ dB of a mel band 80 dB below the loudest: ten times what the
/// front-end promises. Not thread-safe: an instance owns its scratch memory. Transforms allocate nothing.
/// </remarks>
public sealed unsafe class RealFft
{
    private readonly FftPlan _plan;

    /// <summary>Plans transforms of one size, on the widest vectors that this processor has.</summary>
    /// <param name="size">Real samples in: a power of two, 16 … 65 536.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is another one.</exception>
    public RealFft(int size)
        : this(size, Widest(size))
    {
    }

    /// <summary>The same on a path of the caller's choice, which the processor must have and the size must fill.</summary>
    internal RealFft(int size, FftPath path)
    {
        if (size is < 16 or > 65536 || !BitOperations.IsPow2(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "The size must be a power of two, 16 to 65536.");
        }

        if (!IsSupported(path, size))
        {
            throw new ArgumentOutOfRangeException(nameof(path), path, "This processor, or this size, has no such path.");
        }

        Size = size;
        Path = path;
        _plan = new FftPlan(size, LanesOf(path));
    }

    /// <summary>Real samples in.</summary>
    public int Size { get; }

    /// <summary>Complex bins out: size/2 + 1, from 0 Hz to half the sample rate, both included.</summary>
    public int Bins => (Size / 2) + 1;

    internal FftPath Path { get; }

    /// <summary>Transforms samples into bins.</summary>
    /// <param name="samples"><see cref="Size"/> samples; they stay as they are.</param>
    /// <param name="real">Takes the real parts of <see cref="Bins"/> bins.</param>
    /// <param name="imaginary">Takes their imaginary parts.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Forward(ReadOnlySpan<float> samples, Span<double> real, Span<double> imaginary)
    {
        Require(samples.Length >= Size, nameof(samples));
        Require(real.Length >= Bins, nameof(real));
        Require(imaginary.Length >= Bins, nameof(imaginary));
        fixed (float* x = samples)
        fixed (double* re = real, im = imaginary)
        {
            Run(new BareSamples(x), new ComplexSink(re, im));
        }
    }

    /// <summary>Transforms samples into the powers |X[k]|² of the bins.</summary>
    /// <param name="samples"><see cref="Size"/> samples; they stay as they are.</param>
    /// <param name="power">Takes <see cref="Bins"/> powers; below 10⁻¹² they are multiples of 2⁻⁹².</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Power(ReadOnlySpan<float> samples, Span<float> power)
    {
        Require(samples.Length >= Size, nameof(samples));
        Require(power.Length >= Bins, nameof(power));
        fixed (float* x = samples)
        fixed (float* p = power)
        {
            Run(new BareSamples(x), new PowerSink(p));
        }
    }

    internal static bool IsSupported(FftPath path, int size) => size >= FftPlan.SmallestSize(LanesOf(path)) && path switch
    {
        FftPath.Vector512 => Vector512.IsHardwareAccelerated && Avx512F.IsSupported,
        FftPath.Vector256 => Avx2.IsSupported && Fma.IsSupported,
        FftPath.Vector128 => Vector128.IsHardwareAccelerated,
        _ => true,
    };

    /// <summary>Runs the transform on a source that gives half of each sample.</summary>
    internal void Run<TSource, TSink>(TSource source, TSink sink)
        where TSource : struct, IRowSource
        where TSink : struct, IBinSink
    {
        switch (Path)
        {
            case FftPath.Vector512:
                FftKernel<Vector512<double>, Lanes512>.Run(_plan, source, sink);
                break;
            case FftPath.Vector256:
                FftKernel<Vector256<double>, Lanes256>.Run(_plan, source, sink);
                break;
            case FftPath.Vector128:
                FftKernel<Vector128<double>, Lanes128>.Run(_plan, source, sink);
                break;
            default:
                FftKernel<double, Lanes1>.Run(_plan, source, sink);
                break;
        }

        GC.KeepAlive(this);
    }

    private static FftPath Widest(int size)
    {
        FftPath path = FftPath.Vector512;
        while (path > FftPath.Scalar && !IsSupported(path, size))
        {
            path--;
        }

        return path;
    }

    private static int LanesOf(FftPath path) => 1 << (int)path;

    private static void Require(bool longEnough, string span)
    {
        if (!longEnough)
        {
            throw new ArgumentException("The span is too short.", span);
        }
    }
}
