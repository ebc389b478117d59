namespace RealtimeEmotion.Engine.Fades;

/// <summary>
/// The shape of a fade: gain over position, both from 0 to 1. All of ffmpeg's <c>afade</c> curves and one more;
/// formulas in <see cref="FadeCurves.Gain"/>. The numbers are stored in presets and never change.
/// </summary>
public enum FadeCurve
{
    /// <summary>Triangular: a straight line.</summary>
    Tri = 0,

    /// <summary>Quarter of a sine wave.</summary>
    QSin = 1,

    /// <summary>Exponential sine wave.</summary>
    ESin = 2,

    /// <summary>Half of a sine wave.</summary>
    HSin = 3,

    /// <summary>Logarithmic.</summary>
    Log = 4,

    /// <summary>Inverted parabola.</summary>
    IPar = 5,

    /// <summary>Quadratic.</summary>
    Qua = 6,

    /// <summary>Cubic.</summary>
    Cub = 7,

    /// <summary>Square root.</summary>
    Squ = 8,

    /// <summary>Cubic root.</summary>
    Cbr = 9,

    /// <summary>Parabola.</summary>
    Par = 10,

    /// <summary>Exponential: a straight line in decibels, from -100 dB.</summary>
    Exp = 11,

    /// <summary>Inverted quarter of a sine wave.</summary>
    IQSin = 12,

    /// <summary>Inverted half of a sine wave.</summary>
    IHSin = 13,

    /// <summary>Double-exponential seat.</summary>
    Dese = 14,

    /// <summary>Double-exponential sigmoid.</summary>
    Desi = 15,

    /// <summary>Logistic sigmoid.</summary>
    Losi = 16,

    /// <summary>Sine cardinal function.</summary>
    Sinc = 17,

    /// <summary>Inverted sine cardinal function.</summary>
    ISinc = 18,

    /// <summary>Quartic.</summary>
    Quat = 19,

    /// <summary>Quartic root.</summary>
    Quatr = 20,

    /// <summary>Squared quarter of a sine wave.</summary>
    QSin2 = 21,

    /// <summary>Squared half of a sine wave.</summary>
    HSin2 = 22,

    /// <summary>No fade: the gain stays as it is (1 in a file).</summary>
    NoFade = 23,

    /// <summary>Logistic sigmoid whose steepness is the shape parameter; not one of ffmpeg's.</summary>
    Sigmoid = 24,
}
