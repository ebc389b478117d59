namespace RealtimeEmotion.Effect;

/// <summary>A preset that ships with the effect.</summary>
/// <param name="Name">What hosts list it as.</param>
/// <param name="Values">Plain values of the parameters that differ from their defaults.</param>
public sealed record FactoryPreset(string Name, IReadOnlyDictionary<ParameterId, double> Values)
{
    /// <summary>Every parameter that the preset sets, with its normalised value.</summary>
    public IEnumerable<(ParameterId Id, double Normalised)> Settings =>
        NormalisedValues().Zip(EffectParameters.All, (value, parameter) => (parameter.Id, value)).Where(setting => !double.IsNaN(setting.value));

    /// <summary>
    /// What the preset sets, as normalised values in the order of <see cref="EffectParameters.All"/>: NaN where it sets
    /// nothing, because it is no preset's business (outputs, bypass, whose model listens).
    /// </summary>
    public double[] NormalisedValues() =>
    [
        .. EffectParameters.All.Select(parameter =>
            parameter.IsReadOnly || parameter.IsBypass || parameter.IsProgram || parameter.Id == ParameterId.Model
                ? double.NaN
                : parameter.ToNormalised(Values.TryGetValue(parameter.Id, out double plain) ? plain : parameter.Default)),
    ];
}
