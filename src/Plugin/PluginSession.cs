using RealtimeEmotion.Effect;

namespace RealtimeEmotion.Plugin;

/// <summary>What the editor sees and does, by way of a VST3 host.</summary>
internal sealed class PluginSession(EffectPlugin plugin) : CoreSession(plugin.Core)
{
    public override void BeginEdit(ParameterId id) => plugin.Handler?.BeginEdit(plugin.ParameterOf(id));

    public override void PerformEdit(ParameterId id, double normalised)
    {
        CoreParameter parameter = plugin.ParameterOf(id);
        if (plugin.Handler is { } handler)
        {
            handler.PerformEdit(parameter, normalised);
            return;
        }

        parameter.Show(normalised);
        plugin.Core.SetNormalised(id, normalised);
    }

    public override void EndEdit(ParameterId id) => plugin.Handler?.EndEdit(plugin.ParameterOf(id));

    protected override double GetShown(ParameterId id) => plugin.ParameterOf(id).ControllerValue;

    protected override void OnStateChanged() => plugin.Handler?.SetDirty(true);
}
