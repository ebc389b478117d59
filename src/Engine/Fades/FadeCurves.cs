using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Engine.Fades;

/// <summary>What the fade curves are called, and what they compute. Any thread.</summary>
public static class FadeCurves
{
    /// <summary>Steepness of <see cref="FadeCurve.Sigmoid"/> where none is given.</summary>
    public const double DefaultShape = 6;

    /// <summary>The steepest <see cref="FadeCurve.Sigmoid"/>.</summary>
    public const double SteepestShape = 40;

    private const double LosiSteepness = 1 / (1 - 0.787) - 1;

    // Below this steepness the sigmoid is the straight line to within a rounding error.
    private const double LeastShape = 1e-7;

    private static readonly (string Name, string Description)[] Texts =
    [
        ("tri", "triangular, a straight line"),
        ("qsin", "quarter of a sine wave"),
        ("esin", "exponential sine wave"),
        ("hsin", "half of a sine wave"),
        ("log", "logarithmic"),
        ("ipar", "inverted parabola"),
        ("qua", "quadratic"),
        ("cub", "cubic"),
        ("squ", "square root"),
        ("cbr", "cubic root"),
        ("par", "parabola"),
        ("exp", "exponential, from -100 dB"),
        ("iqsin", "inverted quarter of a sine wave"),
        ("ihsin", "inverted half of a sine wave"),
        ("dese", "double-exponential seat"),
        ("desi", "double-exponential sigmoid"),
        ("losi", "logistic sigmoid"),
        ("sinc", "sine cardinal function"),
        ("isinc", "inverted sine cardinal function"),
        ("quat", "quartic"),
        ("quatr", "quartic root"),
        ("qsin2", "squared quarter of a sine wave"),
        ("hsin2", "squared half of a sine wave"),
        ("nofade", "no fade"),
        ("sigmoid", "logistic sigmoid with a shape"),
    ];

    /// <summary>Every curve, in the order of its number.</summary>
    public static IReadOnlyList<FadeCurve> All { get; } = Enum.GetValues<FadeCurve>();

    /// <summary>A curve's short name, as ffmpeg's <c>afade</c> has it: "tri", "qsin", …; "sigmoid" for ours.</summary>
    /// <param name="curve">One of <see cref="All"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such curve.</exception>
    public static string Name(FadeCurve curve) => TextOf(curve).Name;

    /// <summary>A curve in a few words, for lists and tooltips.</summary>
    /// <param name="curve">One of <see cref="All"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such curve.</exception>
    public static string Describe(FadeCurve curve) => TextOf(curve).Description;

    /// <summary>Finds a curve by its short name.</summary>
    /// <param name="text">A name; upper and lower case are the same.</param>
    /// <param name="curve">The curve; <see cref="FadeCurve.Tri"/> where there is none.</param>
    /// <returns>Whether there is such a curve.</returns>
    public static bool TryParse(string text, out FadeCurve curve)
    {
        int index = Array.FindIndex(Texts, entry => entry.Name.Equals(text, StringComparison.OrdinalIgnoreCase));
        curve = (FadeCurve)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Finds a curve by its short name, or says which there are.</summary>
    /// <param name="text">A name; upper and lower case are the same.</param>
    /// <exception cref="InputException">There is no such curve.</exception>
    public static FadeCurve Parse(string text) => TryParse(text, out FadeCurve curve)
        ? curve
        : throw new InputException(
            $"'{text}'", "no fade curve has this name", $"choose one of {string.Join(", ", Texts.Select(entry => entry.Name))}");

    /// <summary>The gain of a curve at a position.</summary>
    /// <param name="curve">The curve; an unknown one is a straight line.</param>
    /// <param name="position">
    /// From 0, the silent end, to 1, the full end; clamped to that range, and NaN is 0. A fade-in of N samples runs
    /// over k/N, a fade-out over (N - k)/N.
    /// </param>
    /// <param name="shape">
    /// Steepness of <see cref="FadeCurve.Sigmoid"/>, 0 (a straight line) … <see cref="SteepestShape"/>, clamped;
    /// 3.6948 is <see cref="FadeCurve.Losi"/>. The other curves have no shape.
    /// </param>
    /// <returns>
    /// The gain, 0 … 1. Every curve rises from 0 to 1 without turning, except that <see cref="FadeCurve.Exp"/> begins at
    /// 1e-5, <see cref="FadeCurve.Log"/> stays at 0 up to position 1e-5, and <see cref="FadeCurve.NoFade"/> is 1.
    /// </returns>
    /// <remarks>
    /// The formulas are those of ffmpeg's filter <c>afade</c> (libavfilter, options <c>curve</c>), operation by
    /// operation, since the last bit depends on their order. The sigmoid is the logistic function, scaled so that it
    /// passes through (0, 0) and (1, 1).
    /// </remarks>
    [RealTimeSafe]
    public static double Gain(FadeCurve curve, double position, double shape = DefaultShape)
    {
        double x = Clamped(position);
        switch (curve)
        {
            case FadeCurve.QSin:
                return Math.Sin(x * Math.PI / 2);
            case FadeCurve.ESin:
                return 1 - Math.Cos(Math.PI / 4 * (Cube(2 * x - 1) + 1));
            case FadeCurve.HSin:
                return HalfSine(x);
            case FadeCurve.Log:
                return Math.Clamp(1 + 0.2 * Math.Log10(x), 0, 1);
            case FadeCurve.IPar:
                return 1 - (1 - x) * (1 - x);
            case FadeCurve.Qua:
                return x * x;
            case FadeCurve.Cub:
                return Cube(x);
            case FadeCurve.Squ:
                return Math.Sqrt(x);
            case FadeCurve.Cbr:
                return Math.Cbrt(x);
            case FadeCurve.Par:
                return 1 - Math.Sqrt(1 - x);
            case FadeCurve.Exp:
                // 5 ln 0.1: from 1e-5, -100 dB.
                return Math.Exp(-11.512925464970227 * (1 - x));
            case FadeCurve.IQSin:
                return 2 / Math.PI * Math.Asin(x);
            case FadeCurve.IHSin:
                return 1 / Math.PI * Math.Acos(1 - 2 * x);
            case FadeCurve.Dese:
                return x <= 0.5 ? Math.Cbrt(2 * x) / 2 : 1 - Math.Cbrt(2 * (1 - x)) / 2;
            case FadeCurve.Desi:
                return x <= 0.5 ? Cube(2 * x) / 2 : 1 - Cube(2 * (1 - x)) / 2;
            case FadeCurve.Losi:
                return new ScaledLogistic(LosiSteepness).At(x);
            case FadeCurve.Sinc:
                return x >= 1 ? 1 : Math.Sin(Math.PI * (1 - x)) / (Math.PI * (1 - x));
            case FadeCurve.ISinc:
                return x <= 0 ? 0 : 1 - Math.Sin(Math.PI * x) / (Math.PI * x);
            case FadeCurve.Quat:
                return x * x * x * x;
            case FadeCurve.Quatr:
                return Math.Pow(x, 0.25);
            case FadeCurve.QSin2:
                double sine = Math.Sin(x * Math.PI / 2);
                return sine * sine;
            case FadeCurve.HSin2:
                return Math.Pow(HalfSine(x), 2);
            case FadeCurve.NoFade:
                return 1;
            case FadeCurve.Sigmoid:
                return shape > LeastShape ? new ScaledLogistic(Math.Min(shape, SteepestShape)).At(x) : x;
            default:
                return x;
        }
    }

    /// <summary>The gains of a curve at many positions.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="shape">See <see cref="Gain"/>.</param>
    /// <param name="values">Positions, each replaced by its gain: the same bits that <see cref="Gain"/> gives.</param>
    [RealTimeSafe]
    public static void Map(FadeCurve curve, double shape, Span<double> values)
    {
        // Two thirds of a logistic's cost is the same for all samples.
        if (curve == FadeCurve.Losi || (curve == FadeCurve.Sigmoid && shape > LeastShape))
        {
            ScaledLogistic logistic = new(curve == FadeCurve.Losi ? LosiSteepness : Math.Min(shape, SteepestShape));
            for (int i = 0; i < values.Length; i++)
                values[i] = logistic.At(Clamped(values[i]));
            return;
        }

        for (int i = 0; i < values.Length; i++)
            values[i] = Gain(curve, values[i], shape);
    }

    /// <summary>The position at which a curve has a gain: the inverse of <see cref="Gain"/>.</summary>
    /// <param name="curve">The curve. <see cref="FadeCurve.NoFade"/> has no inverse and gives 0.</param>
    /// <param name="gain">The gain; at or below the curve's first one gives 0, at or above 1 gives 1.</param>
    /// <param name="shape">See <see cref="Gain"/>.</param>
    /// <returns>The position whose gain is nearest.</returns>
    /// <remarks>
    /// By bisection, which serves every curve (all rise) with the one formula that <see cref="Gain"/> has; at most 200
    /// evaluations, some microseconds.
    /// </remarks>
    [RealTimeSafe]
    public static double PositionOf(FadeCurve curve, double gain, double shape = DefaultShape)
    {
        double low = 0;
        double high = 1;
        double gainLow = Gain(curve, low, shape);
        double gainHigh = Gain(curve, high, shape);
        if (!(gain > gainLow))
            return 0;
        if (gain >= gainHigh)
            return 1;

        // Down to neighbouring numbers; near 0, where they lie ever denser, the count ends it.
        for (int i = 0; i < 200; i++)
        {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high)
                break;
            double gainMiddle = Gain(curve, middle, shape);
            if (gainMiddle <= gain)
                (low, gainLow) = (middle, gainMiddle);
            else
                (high, gainHigh) = (middle, gainMiddle);
        }

        return gain - gainLow <= gainHigh - gain ? low : high;
    }

    /// <summary>
    /// Gains along a run of samples: sample i stands at (from + direction · (step + i)) / length on the curve.
    /// </summary>
    /// <remarks>One division a sample, from its own index: nothing accumulates, so a run may be cut anywhere.</remarks>
    [RealTimeSafe]
    internal static void Ramp(
        FadeCurve curve, double shape, double from, int direction, double length, long step, Span<double> gains)
    {
        double sign = direction;
        int i = 0;
        ref double first = ref MemoryMarshal.GetReference(gains);
        Vector256<double> offsets = Vector256.Create(0.0, 1.0, 2.0, 3.0);
        for (; i <= gains.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            Vector256<double> index = Vector256.Create((double)(step + i)) + offsets;
            ((Vector256.Create(from) + index * sign) / Vector256.Create(length)).StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < gains.Length; i++)
            gains[i] = (from + (step + i) * sign) / length;
        Map(curve, shape, gains);
    }

    [RealTimeSafe]
    private static double Cube(double x) => x * x * x;

    [RealTimeSafe]
    private static double HalfSine(double x) => (1 - Math.Cos(x * Math.PI)) / 2;

    [RealTimeSafe]
    private static double Clamped(double position) => position > 0 ? Math.Min(position, 1) : 0;

    private static (string Name, string Description) TextOf(FadeCurve curve) =>
        (uint)curve < (uint)Texts.Length ? Texts[(int)curve] : throw new ArgumentOutOfRangeException(nameof(curve), curve, null);

    /// <summary>The logistic function between -steepness and steepness, scaled to run from 0 to 1.</summary>
    [RealTimeSafe]
    private readonly struct ScaledLogistic(double steepness)
    {
        private readonly double _first = 1 / (1 + Math.Exp(steepness));
        private readonly double _last = 1 / (1 + Math.Exp(0 - steepness));

        internal double At(double x)
        {
            double here = 1 / (1 + Math.Exp(0 - (x - 0.5) * steepness * 2));
            return (here - _first) / (_last - _first);
        }
    }
}
