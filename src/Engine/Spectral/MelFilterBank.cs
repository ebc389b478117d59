using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RealtimeEmotion.Engine.Spectral;

/// <summary>
/// Overlapping triangles, equally spaced in mel: band b rises from edge b to edge b + 1 and falls to edge b + 2. A bin at
/// k·sampleRate/fftSize Hz takes part in two of them at most, so a band is a short run of weights.
/// </summary>
/// <remarks>
/// With <see cref="MelSlope.Hertz"/> the weights are librosa's <c>filters.mel</c>, with <see cref="MelSlope.Mel"/>
/// Kaldi's and TensorFlow's. Not thread-safe.
/// </remarks>
public sealed unsafe class MelFilterBank
{
    /// <summary>Bins behind the last one that <see cref="Apply(float*, float*)"/> reads, times a weight of 0.</summary>
    internal const int Padding = 8;

    private const int Step = 8;
    private readonly int[] _firstBins;
    private readonly int[] _lengths;

    // One run after the other, each filled up with zeros to whole vectors.
    private readonly AlignedMemory<float> _weights;
    private readonly int[] _steps;
    private readonly AlignedMemory<float> _padded;
    private readonly AlignedMemory<float> _result;

    /// <summary>Calculates the weights.</summary>
    /// <param name="settings">Rate, FFT size, bands, edges, scale, slope and norm are read.</param>
    /// <exception cref="InputException">A field is out of its range.</exception>
    public MelFilterBank(FrontEndSettings settings)
    {
        settings = settings.Validated("front-end");
        Bands = settings.MelBands;
        Bins = (settings.FftSize / 2) + 1;
        _padded = new AlignedMemory<float>(Bins + Padding);
        _result = new AlignedMemory<float>(PaddedBands);
        _firstBins = new int[PaddedBands];
        _lengths = new int[PaddedBands];
        _steps = new int[PaddedBands];
        var runs = new float[Bands][];
        double lowest = MelAxis.ToMel(settings.LowestFrequency, settings.MelScale);
        double highest = MelAxis.ToMel(settings.HighestFrequency, settings.MelScale);
        for (int band = 0; band < Bands; band++)
        {
            runs[band] = Triangle(settings, EdgeAt(band), EdgeAt(band + 1), EdgeAt(band + 2), out _firstBins[band]);
            _lengths[band] = runs[band].Length;
            _steps[band] = (runs[band].Length + Step - 1) / Step;
        }

        _weights = new AlignedMemory<float>(Step * Math.Max(1, _steps.Sum()));
        int at = 0;
        for (int band = 0; band < Bands; band++)
        {
            runs[band].CopyTo(_weights.Span[at..]);
            at += Step * _steps[band];
        }

        // The outermost edges are the settings' own, free of the rounding on the way to mel and back: a bin that stands
        // on one has a weight of 0.
        (double Mel, double Hertz) EdgeAt(int edge)
        {
            double mel = lowest + ((highest - lowest) * edge / (Bands + 1));
            return edge == 0 ? (lowest, settings.LowestFrequency)
                : edge == Bands + 1 ? (highest, settings.HighestFrequency)
                : (mel, MelAxis.ToHertz(mel, settings.MelScale));
        }
    }

    /// <summary>Number of bands.</summary>
    public int Bands { get; }

    /// <summary>Number of bins that a spectrum must have: fftSize/2 + 1.</summary>
    public int Bins { get; }

    internal int PaddedBands => (Bands + Step - 1) / Step * Step;

    /// <summary>The first bin with a weight above 0 in a band.</summary>
    public int FirstBin(int band) => _firstBins[band];

    /// <summary>A band's weights from its first bin on; none where no bin falls into the triangle.</summary>
    public ReadOnlySpan<float> Weights(int band)
    {
        int at = 0;
        for (int b = 0; b < band; b++)
        {
            at += Step * _steps[b];
        }

        return _weights.Span.Slice(at, _lengths[band]);
    }

    /// <summary>Sums the weighted bins of every band.</summary>
    /// <param name="bins">A power or magnitude spectrum of <see cref="Bins"/> values.</param>
    /// <param name="bands">Takes <see cref="Bands"/> values.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Apply(ReadOnlySpan<float> bins, Span<float> bands)
    {
        if (bins.Length != Bins)
        {
            throw new ArgumentException($"The spectrum must have {Bins} bins.", nameof(bins));
        }

        if (bands.Length != Bands)
        {
            throw new ArgumentException($"There must be room for {Bands} bands.", nameof(bands));
        }

        bins.CopyTo(_padded.Span);
        Apply(_padded.Pointer, _result.Pointer);
        _result.Span[..Bands].CopyTo(bands);
    }

    /// <summary>The same on memory with <see cref="Padding"/> finite values behind the bins and room for
    /// <see cref="PaddedBands"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Apply(float* bins, float* bands)
    {
        float* weights = _weights.Pointer;
        int padded = PaddedBands;
        fixed (int* firstBins = _firstBins, steps = _steps)
        {
            for (int band = 0; band < padded; band += Step)
            {
                Vector256<float> a = Dot(bins + firstBins[band], ref weights, steps[band]);
                Vector256<float> b = Dot(bins + firstBins[band + 1], ref weights, steps[band + 1]);
                Vector256<float> c = Dot(bins + firstBins[band + 2], ref weights, steps[band + 2]);
                Vector256<float> d = Dot(bins + firstBins[band + 3], ref weights, steps[band + 3]);
                Vector256<float> e = Dot(bins + firstBins[band + 4], ref weights, steps[band + 4]);
                Vector256<float> f = Dot(bins + firstBins[band + 5], ref weights, steps[band + 5]);
                Vector256<float> g = Dot(bins + firstBins[band + 6], ref weights, steps[band + 6]);
                Vector256<float> h = Dot(bins + firstBins[band + 7], ref weights, steps[band + 7]);
                Sums(a, b, c, d, e, f, g, h).Store(bands + band);
            }
        }

        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Dot(float* bins, ref float* weights, int steps)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int step = 0; step < steps; step++, bins += Step, weights += Step)
        {
            sum = Vector256.MultiplyAddEstimate(Vector256.Load(bins), Vector256.Load(weights), sum);
        }

        return sum;
    }

    /// <summary>The sums over the lanes of eight vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sums(
        Vector256<float> a,
        Vector256<float> b,
        Vector256<float> c,
        Vector256<float> d,
        Vector256<float> e,
        Vector256<float> f,
        Vector256<float> g,
        Vector256<float> h)
    {
        if (!Avx.IsSupported)
        {
            return Vector256.Create(Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d), Vector256.Sum(e), Vector256.Sum(f), Vector256.Sum(g), Vector256.Sum(h));
        }

        Vector256<float> abcd = Avx.HorizontalAdd(Avx.HorizontalAdd(a, b), Avx.HorizontalAdd(c, d));
        Vector256<float> efgh = Avx.HorizontalAdd(Avx.HorizontalAdd(e, f), Avx.HorizontalAdd(g, h));
        return Avx.Permute2x128(abcd, efgh, 0x20) + Avx.Permute2x128(abcd, efgh, 0x31);
    }

    private static float[] Triangle(
        FrontEndSettings settings,
        (double Mel, double Hertz) low,
        (double Mel, double Hertz) mid,
        (double Mel, double Hertz) high,
        out int firstBin)
    {
        double height = settings.MelNorm == MelNorm.Slaney ? 2 / (high.Hertz - low.Hertz) : 1;
        double binHertz = (double)settings.SampleRate / settings.FftSize;
        int last = Math.Min(settings.FftSize / 2, (int)Math.Ceiling(high.Hertz / binHertz));
        var weights = new List<float>();
        firstBin = 0;
        for (int bin = Math.Max(0, (int)Math.Floor(low.Hertz / binHertz)); bin <= last; bin++)
        {
            double hertz = bin * binHertz;
            double rise, fall;
            if (settings.MelSlope == MelSlope.Mel)
            {
                double mel = MelAxis.ToMel(hertz, settings.MelScale);
                (rise, fall) = ((mel - low.Mel) / (mid.Mel - low.Mel), (high.Mel - mel) / (high.Mel - mid.Mel));
            }
            else
            {
                (rise, fall) = ((hertz - low.Hertz) / (mid.Hertz - low.Hertz), (high.Hertz - hertz) / (high.Hertz - mid.Hertz));
            }

            float weight = (float)(height * Math.Min(rise, fall));
            if (weight > 0)
            {
                firstBin = weights.Count == 0 ? bin : firstBin;
                weights.Add(weight);
            }
        }

        return [.. weights];
    }
}
