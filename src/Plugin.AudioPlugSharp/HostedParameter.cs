using AudioPlugSharp;
using RealtimeEmotion.Effect;

namespace RealtimeEmotion.Plugin.AudioPlugSharp;

/// <summary>One of the effect's parameters as AudioPlugSharp sees it. Its values are plain ones; ranges, names and texts are the declaration's.</summary>
internal sealed class HostedParameter : AudioPluginParameter
{
    internal HostedParameter(EffectParameter declared)
    {
        Declared = declared;
        ID = ((uint)declared.Id).ToString();
        Name = declared.Name;
        MinValue = declared.Minimum;
        MaxValue = declared.Maximum;
        DefaultValue = declared.Default;
    }

    /// <summary>The declaration.</summary>
    internal EffectParameter Declared { get; }

    /// <inheritdoc/>
    public override string DisplayValue => Declared.FormatWithUnits(EditValue);

    /// <inheritdoc/>
    public override double GetValueNormalized(double value) => Declared.ToNormalised(value);

    /// <inheritdoc/>
    public override double GetValueDenormalized(double value) => Declared.ToPlain(value);
}
