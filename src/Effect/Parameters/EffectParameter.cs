using System.Globalization;
using RealtimeEmotion.Engine.RealTime;

namespace RealtimeEmotion.Effect;

/// <summary>
/// A parameter as it is declared, once, for every shell and for the editor. Hosts speak of <i>normalised</i> values
/// (0 … 1), people of <i>plain</i> ones (in <see cref="Units"/>). Immutable; any thread.
/// </summary>
[RealTimeSafe]
public sealed class EffectParameter
{
    private const string SilenceText = "-inf";

    internal EffectParameter(ParameterId id, ParameterGroup group, string name, string shortName)
    {
        Id = id;
        Group = group;
        Name = name;
        ShortName = shortName;
    }

    /// <summary>The stable id.</summary>
    public ParameterId Id { get; }

    /// <summary>The group in which it is shown.</summary>
    public ParameterGroup Group { get; }

    /// <summary>What hosts and the editor call it.</summary>
    public string Name { get; }

    /// <summary>A name for narrow displays, at most eight letters.</summary>
    public string ShortName { get; }

    /// <summary>What it does, in a sentence: a tooltip.</summary>
    public string Description { get; internal init; } = "";

    /// <summary>The unit of the plain value: "s", "dB", "%"; empty where it has none.</summary>
    public string Units { get; internal init; } = "";

    /// <summary>How its values lie.</summary>
    public ParameterKind Kind { get; internal init; } = ParameterKind.Continuous;

    /// <summary>How a continuous parameter's range is spread.</summary>
    public ParameterScale Scale { get; internal init; } = ParameterScale.Linear;

    /// <summary>The plain value at normalised 0.</summary>
    public double Minimum { get; internal init; }

    /// <summary>The plain value at normalised 1.</summary>
    public double Maximum { get; internal init; } = 1;

    /// <summary>The plain value of a fresh instance.</summary>
    public double Default { get; internal init; }

    /// <summary>The names of a list's values, by index; of a toggle "Off" and "On"; empty for a continuous parameter.</summary>
    public IReadOnlyList<string> Choices { get; internal init; } = [];

    /// <summary>Whether only the effect changes it: an output.</summary>
    public bool IsReadOnly { get; internal init; }

    /// <summary>Whether it is the bypass switch.</summary>
    public bool IsBypass { get; internal init; }

    /// <summary>Whether it chooses a factory preset.</summary>
    public bool IsProgram { get; internal init; }

    /// <summary>Whether a host may automate it: not outputs, presets and the model, which takes time to load.</summary>
    public bool CanAutomate { get; internal init; } = true;

    /// <summary>Digits after the point of a continuous value's text.</summary>
    internal int Decimals { get; init; } = 2;

    /// <summary>0 for a continuous parameter, otherwise the number of values less one.</summary>
    [SetUp]
    public int StepCount => Choices.Count == 0 ? 0 : Choices.Count - 1;

    /// <summary>The normalised value of a fresh instance.</summary>
    public double DefaultNormalised => ToNormalised(Default);

    /// <summary>The plain value of a normalised one; what is outside 0 … 1, or no number, is clamped.</summary>
    public double ToPlain(double normalised)
    {
        normalised = normalised >= 0 ? Math.Min(normalised, 1) : 0;
        if (Kind != ParameterKind.Continuous)
        {
            // Maximum + 1 values over equal parts of the range, as hosts cut it.
            return Math.Min(Maximum, Math.Floor(normalised * (Maximum + 1)));
        }

        if (Scale == ParameterScale.Logarithmic)
        {
            return normalised >= 1 ? Maximum : Minimum * Math.Pow(Maximum / Minimum, normalised);
        }

        return normalised >= 1 ? Maximum : Minimum + (normalised * (Maximum - Minimum));
    }

    /// <summary>The normalised value of a plain one; what is outside the range is clamped, what is no number is the default.</summary>
    public double ToNormalised(double plain)
    {
        if (double.IsNaN(plain))
        {
            plain = Default;
        }

        plain = Math.Clamp(plain, Minimum, Maximum);
        if (Kind != ParameterKind.Continuous)
        {
            return Math.Round(plain) / Maximum;
        }

        return Scale == ParameterScale.Logarithmic
            ? Math.Clamp(Math.Log(plain / Minimum) / Math.Log(Maximum / Minimum), 0, 1)
            : (plain - Minimum) / (Maximum - Minimum);
    }

    /// <summary>The text of a plain value, without the unit.</summary>
    [SetUp]
    public string Format(double plain)
    {
        if (Choices.Count > 0)
        {
            return Choices[(int)Math.Clamp(Math.Round(plain), 0, Choices.Count - 1)];
        }

        if (Scale == ParameterScale.Decibels && plain <= Minimum)
        {
            return SilenceText;
        }

        int decimals = Decimals;
        if (Scale == ParameterScale.Logarithmic)
        {
            // Three significant digits over the whole range.
            const int Digits = 3;
            decimals = Math.Max(0, Digits - 1 - (int)Math.Floor(Math.Log10(plain)));
        }

        return plain.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>The text of a plain value with its unit.</summary>
    [SetUp]
    public string FormatWithUnits(double plain) => Units.Length == 0 || Choices.Count > 0 ? Format(plain) : $"{Format(plain)} {Units}";

    /// <summary>
    /// Reads what a user typed: a choice's name, a number, with or without the unit; seconds also as "250 ms", silence as
    /// "-inf".
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="plain">The plain value, inside the range.</param>
    /// <returns>Whether the text means anything.</returns>
    [SetUp]
    public bool TryParse(string text, out double plain)
    {
        ReadOnlySpan<char> number = text.AsSpan().Trim();
        for (int index = 0; index < Choices.Count; index++)
        {
            if (number.Equals(Choices[index], StringComparison.OrdinalIgnoreCase))
            {
                plain = index;
                return true;
            }
        }

        double factor = 1;
        if (Units == "s" && number.EndsWith("ms", StringComparison.OrdinalIgnoreCase))
        {
            number = number[..^2].TrimEnd();
            factor = 1e-3;
        }
        else if (Units.Length > 0 && number.EndsWith(Units, StringComparison.OrdinalIgnoreCase))
        {
            number = number[..^Units.Length].TrimEnd();
        }

        if (Scale == ParameterScale.Decibels && (number.StartsWith(SilenceText, StringComparison.OrdinalIgnoreCase) || number is "-∞"))
        {
            plain = Minimum;
            return true;
        }

        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out plain) || double.IsNaN(plain))
        {
            plain = Default;
            return false;
        }

        plain = Math.Clamp(plain * factor, Minimum, Maximum);
        if (Kind != ParameterKind.Continuous)
        {
            plain = Math.Round(plain);
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Id})";
}
