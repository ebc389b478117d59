using RealtimeEmotion.Effect;

namespace RealtimeEmotion.Plugin.AudioPlugSharp;

/// <summary>What the editor sees and does, by way of AudioPlugSharp's host.</summary>
internal sealed class HostSession(EffectPlugin plugin) : CoreSession(plugin.Core)
{
    public override void BeginEdit(ParameterId id) => plugin.Host.BeginEdit(plugin.ParameterOf(id).ParameterIndex);

    public override void PerformEdit(ParameterId id, double normalised)
    {
        // Not by EditValue: each time it is set it begins and ends an edit of its own.
        HostedParameter parameter = plugin.ParameterOf(id);
        parameter.NormalizedEditValue = normalised;
        if (parameter.Declared.IsProgram)
            plugin.ShowPreset((int)parameter.EditValue);
        plugin.Host.PerformEdit(parameter.ParameterIndex, normalised);
    }

    public override void EndEdit(ParameterId id) => plugin.Host.EndEdit(plugin.ParameterOf(id).ParameterIndex);

    protected override double GetShown(ParameterId id) => plugin.ParameterOf(id).NormalizedEditValue;
}
