namespace RealtimeEmotion.Engine.Synthesis;

/// <summary>A second-order filter whose cutoff may move with every sample (Zavalishin's trapezoidal state-variable filter,
/// "The Art of VA Filter Design", 2012).</summary>
internal struct StateVariableFilter
{
    private double _first;
    private double _second;
    private double _damping;
    private double _a1;
    private double _a2;
    private double _a3;

    internal double Low { get; private set; }

    internal double Band { get; private set; }

    internal double High { get; private set; }

    /// <param name="hertz">Cutoff; held below the Nyquist frequency.</param>
    /// <param name="quality">0.5 (dull) and up; 0.707 is flat.</param>
    internal void Tune(double hertz, double quality)
    {
        double g = Math.Tan(Math.PI * Math.Min(hertz, 0.45 * StereoBus.Rate) / StereoBus.Rate);
        _damping = 1 / quality;
        _a1 = 1 / (1 + (g * (g + _damping)));
        _a2 = g * _a1;
        _a3 = g * _a2;
    }

    internal void Step(double input)
    {
        double v3 = input - _second;
        double v1 = (_a1 * _first) + (_a2 * v3);
        double v2 = _second + (_a2 * _first) + (_a3 * v3);
        _first = (2 * v1) - _first;
        _second = (2 * v2) - _second;
        Low = v2;
        Band = v1;
        High = input - (_damping * v1) - v2;
    }
}
