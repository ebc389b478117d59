using System.Globalization;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// A parameter as the plugin declares it, once: everything that a host asks about it comes from here. Hosts speak of
/// <i>normalised</i> values (0 to 1), people of <i>plain</i> ones (in <see cref="Units"/>). This class maps linearly
/// between <see cref="Minimum"/> and <see cref="Maximum"/>; derive from it for another scale or another text.
/// </summary>
/// <remarks>
/// A parameter has two values: what the host shows and the editor sets, and what the audio thread has reached in the
/// automation. They differ for moments. Both can be read from any thread.
/// </remarks>
public class Parameter
{
    private double _controllerValue = double.NaN;
    private double _processorValue = double.NaN;

    /// <summary>Declares a parameter from 0 to 1 that the host may automate.</summary>
    /// <param name="id">Its id, below 2^31, stable for ever.</param>
    /// <param name="title">What the host shows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id has its top bit set.</exception>
    public Parameter(uint id, string title)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, 0x7FFFFFFFu);
        Id = id;
        Title = title;
    }

    /// <summary>The id that sessions and automation refer to.</summary>
    public uint Id { get; }

    /// <summary>The name that the host shows.</summary>
    public string Title { get; }

    /// <summary>A name for narrow displays; empty if there is none.</summary>
    public string ShortTitle { get; init; } = "";

    /// <summary>The unit of the plain value: "dB", "ms"; empty if it has none.</summary>
    public string Units { get; init; } = "";

    /// <summary>The plain value at normalised 0.</summary>
    public double Minimum { get; init; }

    /// <summary>The plain value at normalised 1.</summary>
    public double Maximum { get; init; } = 1;

    /// <summary>The plain value of a fresh instance.</summary>
    public double Default { get; init; }

    /// <summary>0: continuous; 1: a switch; n: n + 1 values.</summary>
    public int StepCount { get; init; }

    /// <summary>What the host may do with it.</summary>
    public ParameterFlags Flags { get; init; } = ParameterFlags.CanAutomate;

    /// <summary>The unit (group) that it belongs to.</summary>
    public int UnitId { get; init; }

    /// <summary>Digits after the point in the default text.</summary>
    public int Decimals { get; init; } = 2;

    /// <summary>The normalised value of a fresh instance.</summary>
    public double DefaultNormalized => ToNormalized(Default);

    /// <summary>The normalised value that the host shows and the editor sets.</summary>
    public double ControllerValue
    {
        get => Current(ref _controllerValue);
        protected internal set => Volatile.Write(ref _controllerValue, Clamp(value));
    }

    /// <summary>
    /// The normalised value that the audio thread has reached: during <see cref="AudioEffect.Process"/> the value at
    /// the end of the block before, afterwards the last point of this block. A plugin that keeps its values elsewhere
    /// leads this there.
    /// </summary>
    public virtual double ProcessorValue
    {
        get => Current(ref _processorValue);
        protected internal set => Volatile.Write(ref _processorValue, Clamp(value));
    }

    /// <summary>A switch that is shown as Off and On.</summary>
    public static Parameter Switch(uint id, string title, bool on = false, int unitId = Unit.RootId)
        => new ListParameter(id, title, "Off", "On") { Default = on ? 1 : 0, UnitId = unitId };

    /// <summary>The bypass switch; declare at most one.</summary>
    public static Parameter Bypass(uint id, string title = "Bypass")
        => new ListParameter(id, title, "Off", "On") { Flags = ParameterFlags.CanAutomate | ParameterFlags.Bypass };

    /// <summary>The plain value of a normalised one.</summary>
    public virtual double ToPlain(double normalized)
    {
        normalized = Clamp(normalized);
        if (StepCount > 0)
            normalized = Math.Min(StepCount, Math.Floor(normalized * (StepCount + 1))) / StepCount;
        return Minimum + (normalized * (Maximum - Minimum));
    }

    /// <summary>The normalised value of a plain one; values outside the range are clamped.</summary>
    public virtual double ToNormalized(double plain)
    {
        double normalized = Maximum == Minimum ? 0 : Clamp((plain - Minimum) / (Maximum - Minimum));
        return StepCount > 0 ? Math.Round(normalized * StepCount) / StepCount : normalized;
    }

    /// <summary>The text of a plain value, without the unit.</summary>
    public virtual string Format(double plain) => plain.ToString("F" + Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Reads what a user typed, with or without the unit; false if it means nothing.</summary>
    public virtual bool TryParse(string text, out double plain)
    {
        ReadOnlySpan<char> number = text.AsSpan().Trim();
        if (Units.Length > 0 && number.EndsWith(Units, StringComparison.OrdinalIgnoreCase))
            number = number[..^Units.Length].TrimEnd();
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out plain);
    }

    /// <summary>Sets both values; the state of a session has been restored.</summary>
    internal void Restore(double normalized)
    {
        ControllerValue = normalized;
        ProcessorValue = normalized;
    }

    // A value that no one has set is the default. That is not known in the constructor: initialisers run after it.
    private double Current(ref double value)
    {
        double current = Volatile.Read(ref value);
        if (!double.IsNaN(current))
            return current;
        double fresh = DefaultNormalized;
        double other = Interlocked.CompareExchange(ref value, fresh, double.NaN);
        return double.IsNaN(other) ? fresh : other;
    }

    private static double Clamp(double normalized) => normalized >= 0 ? Math.Min(normalized, 1) : 0;
}
